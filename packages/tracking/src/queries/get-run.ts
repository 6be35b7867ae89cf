import type { RunId } from '@starlab/experiment';
import type { RunDetail } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function getRun(_db: Database, _runId: RunId): Promise<RunDetail | undefined> {
  throw new Error('in the making');
}
