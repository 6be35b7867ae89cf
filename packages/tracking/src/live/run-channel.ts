// How readers hear that something about a run has changed: a notification with its id.
import type { RunId } from '@starlab/experiment';
import type { Pool } from 'pg';

export const RUN_CHANNEL = 'starlab_run';

/**
 * Announces a run, without waiting until that is done. For what is committed many times a second: transactions that notify by
 * themselves commit one after the other, each after the disk has answered the one before.
 */
export function announceRun(pool: Pool, runId: RunId): void {
  // A database that has gone away is noticed by whoever writes next; readers look again once it is back.
  pool.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]).catch(() => {});
}
