// Does the database answer at this moment?
import type { Database } from '../database/open-database.ts';

/** @throws what the connection throws if it does not. */
export async function isReachable(db: Database): Promise<true> {
  await db.pool.query('SELECT');
  return true;
}
