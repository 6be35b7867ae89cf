// All or nothing on one connection.
import type { Pool, PoolClient } from 'pg';

/** Commits what `use` did, or nothing if it throws. */
export async function inTransaction<Result>(
  pool: Pool,
  use: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  // A server that goes away between two queries is an event, and unheard it would end the process; the next query rejects.
  const ignore = (): void => {};
  client.on('error', ignore);
  let broken = true;
  try {
    await client.query('BEGIN');
    const result = await use(client);
    await client.query('COMMIT');
    broken = false;
    return result;
  } finally {
    client.off('error', ignore);
    // A connection that failed is closed rather than cleaned up: the server rolls back.
    client.release(broken);
  }
}
