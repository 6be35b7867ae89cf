// A new run, straight into the queue, from a place that need not have the pictures (the dashboard). What only the machine that
// executes it can know is recorded there: see write/record-circumstances.ts.
import { StarlabError, type RunConfig, type RunId, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { createRun } from '../write/create-run.ts';
import { createStudy } from '../write/create-study.ts';
import { enqueueRun } from './enqueue-run.ts';

export interface RunLaunch {
  /** One that exists, or the name of one to find or make. */
  readonly study: { readonly id: StudyId } | { readonly name: string };
  readonly config: RunConfig;
  /** What the runs of a new study differ from. @default `config` */
  readonly base?: RunConfig | undefined;
  /** As the workers see it. @default the study's */
  readonly datasetPath?: string | undefined;
  /** @default configuration and seed, e.g. `F-seed777` */
  readonly name?: string | undefined;
  /** Higher is sooner. @default 0 */
  readonly priority?: number | undefined;
}

interface TargetStudy {
  readonly id: StudyId;
  readonly dataset: string;
  readonly domains: readonly string[];
}

async function studyById(db: Database, id: StudyId): Promise<TargetStudy> {
  const study = await db.prisma.study.findUnique({ where: { id } });
  if (study) return { id, dataset: study.dataset, domains: study.domains };
  throw new StarlabError(`Study ${id}: not in this database.`, {
    remedy: 'Choose another, or name a new one.',
  });
}

/** Of a new study the domains are those of an earlier run on the same path; unknown ones are read by the first worker. */
async function studyByName(db: Database, name: string, launch: RunLaunch): Promise<TargetStudy> {
  const existing = await db.prisma.study.findUnique({ where: { name }, select: { dataset: true } });
  const dataset = launch.datasetPath ?? existing?.dataset;
  if (!dataset) {
    throw new StarlabError('Launch: which pictures? No path of a data set was given.', {
      remedy: 'Choose a data set, or give the path of a folder that the workers can read.',
    });
  }
  const earlier = await db.prisma.run.findFirst({
    where: { datasetPath: dataset },
    orderBy: { createdAt: 'desc' },
    select: { domains: true },
  });
  const domains = earlier?.domains ?? [];
  return {
    id: await createStudy(db, { name, dataset, domains, base: launch.base ?? launch.config }),
    dataset,
    domains,
  };
}

/**
 * Creates a run and queues it.
 * @throws StarlabError if the study is unknown, or a new one lacks the path of its data set.
 */
export async function launchRun(db: Database, launch: RunLaunch): Promise<RunId> {
  const { config, study: wanted } = launch;
  const study = 'id' in wanted ? await studyById(db, wanted.id) : await studyByName(db, wanted.name, launch);
  const runId = await createRun(db, {
    studyId: study.id,
    name: launch.name ?? `${config.configuration}-seed${config.seed}`,
    config,
    domains: study.domains,
    dataset: { path: launch.datasetPath ?? study.dataset, sha256: null },
    command: 'starlab worker',
    environment: {},
    git: null,
  });
  await enqueueRun(db, runId, { priority: launch.priority ?? 0 });
  return runId;
}
