// Which runs are there, in what state, with what figures?
import type { StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { RunSummary } from '../results.ts';
import { selectRunSummaries } from './run-summary.ts';

/** Newest first; archived runs, and those of archived studies, only where `archived` asks for them too. */
export function listRuns(
  db: Database,
  options: { readonly studyId?: StudyId; readonly archived?: boolean } = {},
): Promise<RunSummary[]> {
  return selectRunSummaries(db, options);
}
