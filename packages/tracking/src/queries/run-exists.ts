// Is there such a run?
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export async function runExists(db: Database, runId: RunId): Promise<boolean> {
  const { rowCount } = await db.pool.query('SELECT 1 FROM run WHERE id = $1', [runId]);
  return rowCount === 1;
}
