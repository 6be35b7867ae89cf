import type { RunConfig, RunId, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { DatasetReference, GitState, JsonObject } from '../results.ts';
export interface NewRun {
  readonly studyId: StudyId;
  readonly name: string;
  readonly config: RunConfig;
  readonly domains: readonly string[];
  readonly dataset: DatasetReference;
  /** SHA-256 of `configIdentity(config)`. */
  readonly configSha256: string;
  readonly command: string;
  readonly environment: JsonObject;
  readonly git: GitState | null;
}
export async function createRun(_db: Database, _run: NewRun): Promise<RunId> {
  throw new Error('in the making');
}
