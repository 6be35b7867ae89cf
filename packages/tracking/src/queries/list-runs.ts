import type { StudyId } from '@starlab/experiment';
import type { RunSummary } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function listRuns(
  _db: Database,
  _options: { readonly studyId?: StudyId } = {},
): Promise<RunSummary[]> {
  throw new Error('in the making');
}
