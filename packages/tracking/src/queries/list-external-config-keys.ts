// Which keys do the configurations of other programs' runs have?
import type { Database } from '../database/open-database.ts';

/** Sorted. */
export async function listExternalConfigKeys(db: Database): Promise<string[]> {
  const { rows } = await db.pool.query<{ key: string }>(
    `SELECT DISTINCT jsonb_object_keys(config) AS key FROM run WHERE kind = 'external' ORDER BY key`,
  );
  return rows.map(({ key }) => key);
}
