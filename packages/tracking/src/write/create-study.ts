import type { RunConfig, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
export interface NewStudy {
  readonly name: string;
  readonly description?: string;
  readonly dataset: string;
  readonly domains: readonly string[];
  readonly base: RunConfig;
}
export async function createStudy(_db: Database, _study: NewStudy): Promise<StudyId> {
  throw new Error('in the making');
}
