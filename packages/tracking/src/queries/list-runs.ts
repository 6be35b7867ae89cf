// Which runs are there, in what state, with what figures?
import type { StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { RunSummary } from '../results.ts';
import { selectRunSummaries } from './run-summary.ts';

/** Newest first. */
export function listRuns(db: Database, options: { readonly studyId?: StudyId } = {}): Promise<RunSummary[]> {
  return selectRunSummaries(db, options);
}
