// Runs begin queued; everything needed to repeat one is stored with it.
import { createHash } from 'node:crypto';
import { configIdentity, runIdSchema, type RunConfig, type RunId, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { DatasetReference, GitState, JsonObject } from '../results.ts';

export interface NewRun {
  readonly studyId: StudyId;
  readonly name: string;
  readonly config: RunConfig;
  /** Sorted, as the one-hot vectors index them. */
  readonly domains: readonly string[];
  readonly dataset: DatasetReference;
  /** The command line that started it. */
  readonly command: string;
  /** Versions and hardware. */
  readonly environment: JsonObject;
  readonly git: GitState | null;
}

/** Identifies a configuration regardless of its seed: by it, repetitions are grouped. */
export const configSha256 = (config: RunConfig): string =>
  createHash('sha256').update(configIdentity(config)).digest('hex');

export async function createRun(db: Database, run: NewRun): Promise<RunId> {
  const { dataset, config, domains, environment, git, ...rest } = run;
  const { id } = await db.prisma.run.create({
    data: {
      ...rest,
      config: { ...config },
      configSha256: configSha256(config),
      method: config.method,
      configuration: config.configuration,
      seed: config.seed,
      domains: [...domains],
      datasetPath: dataset.path,
      datasetSha256: dataset.sha256,
      environment: { ...environment },
      ...(git ? { git: { ...git } } : {}),
    },
    select: { id: true },
  });
  return runIdSchema.parse(id);
}
