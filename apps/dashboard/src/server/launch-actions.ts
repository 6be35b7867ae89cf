// What a click may do to runs and their queue. Server actions: Next accepts them from this site's own pages only.
'use server';

import {
  configurationSchema,
  resolveConfig,
  runIdSchema,
  runName,
  StarlabError,
  studyIdSchema,
  studySettings,
  withConfiguration,
  type RunId,
  type StudyId,
} from '@starlab/experiment';
import {
  cancelRun,
  enqueueRun,
  getRun,
  getStudyBase,
  launchRun,
  reorderQueue,
  type Database,
} from '@starlab/tracking';
import { z } from 'zod';
import {
  baseConfig,
  launchRequestSchema,
  planLaunch,
  type LaunchStudy,
} from '@/features/launch/launch-request.ts';
import { ask } from './database.ts';
import { listOwnStudies } from './own-studies.ts';

export type ActionOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

async function perform<T>(work: (db: Database) => Promise<T>): Promise<ActionOutcome<T>> {
  const answer = await ask(work);
  return answer.ok ? answer : { ok: false, ...answer.away };
}

function refused(error: z.ZodError): ActionOutcome<never> {
  const message = error.issues.map((issue) => issue.message).join(' ');
  return { ok: false, message, remedy: 'Correct it and try again.' };
}

async function readStudy(db: Database, studyId: StudyId): Promise<LaunchStudy | undefined> {
  const own = (await listOwnStudies(db)).find(({ study }) => study.id === studyId);
  return own && { domains: own.study.domains, settings: studySettings(own.base) };
}

/** Creates and queues the runs that a form asks for. */
export async function launch(input: unknown): Promise<ActionOutcome<readonly RunId[]>> {
  const request = launchRequestSchema.safeParse(input);
  if (!request.success) return refused(request.error);
  const { study } = request.data;
  return perform(async (db) => {
    const plan = planLaunch(request.data, 'id' in study ? await readStudy(db, study.id) : undefined);
    if (!plan.ok) throw new StarlabError(plan.message, { remedy: plan.remedy });
    const target =
      'id' in study
        ? { study }
        : { study: { name: study.name }, datasetPath: study.datasetPath, base: baseConfig(request.data) };
    const ids: RunId[] = [];
    for (const { name, config } of plan.runs) ids.push(await launchRun(db, { ...target, name, config }));
    return ids;
  });
}

const seedSchema = z.int().min(0).max(0xffffffff);

const cellSchema = z.strictObject({
  studyId: studyIdSchema,
  configuration: configurationSchema,
  seed: seedSchema,
});

/** One more run of a study: a configuration that is missing, or one more seed of it. */
export async function launchCell(input: unknown): Promise<ActionOutcome<RunId>> {
  const cell = cellSchema.safeParse(input);
  if (!cell.success) return refused(cell.error);
  const { studyId, configuration, seed } = cell.data;
  return perform(async (db) => {
    const config = withConfiguration(await getStudyBase(db, studyId), configuration);
    return launchRun(db, { study: { id: studyId }, config: resolveConfig({ ...config, seed }) });
  });
}

const pairsSchema = z.strictObject({
  runId: runIdSchema,
  seed: seedSchema,
  pairs: z
    .array(z.tuple([z.string().min(1), z.string().min(1)]))
    .min(1)
    .max(100),
});

/** Runs on pairs of domains with the settings of another run, in its study. */
export async function launchPairs(input: unknown): Promise<ActionOutcome<readonly RunId[]>> {
  const wanted = pairsSchema.safeParse(input);
  if (!wanted.success) return refused(wanted.error);
  const { runId, seed, pairs } = wanted.data;
  return perform(async (db) => {
    const like = await getRun(db, runId);
    if (like?.kind !== 'starlab') {
      throw new StarlabError('The run whose settings these would have is gone.', {
        remedy: 'Reload the page.',
      });
    }
    const ids: RunId[] = [];
    for (const pair of pairs) {
      const config = resolveConfig({ ...like.config, seed, domains: pair.join(',') });
      ids.push(await launchRun(db, { study: { id: like.studyId }, config, name: runName(config) }));
    }
    return ids;
  });
}

/** Takes a run out of the queue; one that is running stops at a checkpoint. */
export async function cancel(runId: unknown): Promise<ActionOutcome<void>> {
  const id = runIdSchema.safeParse(runId);
  return id.success ? perform((db) => cancelRun(db, id.data)) : refused(id.error);
}

/** Queues a run once more; it goes on from its newest checkpoint. */
export async function retry(runId: unknown): Promise<ActionOutcome<void>> {
  const id = runIdSchema.safeParse(runId);
  return id.success ? perform((db) => enqueueRun(db, id.data)) : refused(id.error);
}

/** Puts the waiting runs in this order. */
export async function reorder(runIds: unknown): Promise<ActionOutcome<void>> {
  const ids = z.array(runIdSchema).max(10_000).safeParse(runIds);
  return ids.success ? perform((db) => reorderQueue(db, ids.data)) : refused(ids.error);
}
