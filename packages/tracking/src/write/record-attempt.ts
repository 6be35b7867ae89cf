// An attempt's beginning in SQL: its row, its first journal, the run's new state, and the news of it.
import type { RunId, WorkerId } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import { RUN_CHANNEL } from '../live/run-channel.ts';

export interface AttemptStart {
  readonly runId: RunId;
  readonly attempt: number;
  readonly host: string;
  readonly pid: number;
  readonly workerId?: WorkerId | undefined;
  /** @default now */
  readonly startedAt?: Date | undefined;
}

/** Within the transaction that holds the run's row locked and has found that the attempt may begin. */
export async function recordAttempt(
  client: PoolClient,
  { runId, attempt, host, pid, workerId, startedAt }: AttemptStart,
): Promise<void> {
  await client.query(
    'INSERT INTO attempt (run_id, number, host, pid, worker_id, started_at) VALUES ($1, $2, $3, $4, $5, coalesce($6, now()))',
    [runId, attempt, host, pid, workerId ?? null, startedAt ?? null],
  );
  await client.query('INSERT INTO journal (run_id, attempt, process) VALUES ($1, $2, 0)', [runId, attempt]);
  await client.query(
    `UPDATE run SET state = 'running', reason = NULL, attempt = $2, started_at = coalesce(started_at, $3, now()),
       finished_at = NULL, heartbeat_at = now()
     WHERE id = $1`,
    [runId, attempt, startedAt ?? null],
  );
  await client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
}
