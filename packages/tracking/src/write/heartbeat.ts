// The sign of life of an attempt. A run without one for CRASHED_AFTER_MS counts as crashed, until the next one comes.
import type { Database } from '../database/open-database.ts';
import type { AttemptKey } from './insert-words.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';

/** Says that the attempt lives; if it was taken for crashed, it no longer is. */
export async function beat(db: Database, { runId, attempt }: AttemptKey): Promise<void> {
  const { rows } = await db.pool.query<{ revived: boolean }>(
    `UPDATE run SET heartbeat_at = now(), state = 'running',
       reason = CASE run.state WHEN 'running' THEN run.reason END, finished_at = NULL
     FROM run AS before
     WHERE run.id = $1 AND before.id = run.id AND run.attempt = $2 AND run.state IN ('running', 'crashed')
     RETURNING before.state = 'crashed' AS revived`,
    [runId, attempt],
  );
  if (!rows[0]?.revived) return;
  await db.pool.query(
    `UPDATE attempt SET state = 'running', reason = NULL, ended_at = NULL WHERE run_id = $1 AND number = $2`,
    [runId, attempt],
  );
  await db.pool.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
}
