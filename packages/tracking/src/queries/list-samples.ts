import type { RunId } from '@starlab/experiment';
import type { StoredSample } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function listSamples(_db: Database, _runId: RunId): Promise<StoredSample[]> {
  throw new Error('in the making');
}
