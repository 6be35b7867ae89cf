import type { RunId } from '@starlab/experiment';
import type { StoredCheckpoint } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function listCheckpoints(_db: Database, _runId: RunId): Promise<StoredCheckpoint[]> {
  throw new Error('in the making');
}
