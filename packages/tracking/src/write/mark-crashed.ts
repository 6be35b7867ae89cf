// Finds runs that say "running" though nobody works on them.
import { CRASHED_AFTER_MS, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { AttemptKey } from './insert-words.ts';
import { isProcessAlive, thisHost } from './process-identity.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';

interface RunningAttempt {
  run_id: RunId;
  number: number;
  host: string;
  pid: number;
  silent: boolean;
}

const MARK = `
  WITH marked AS (
    UPDATE attempt SET state = 'crashed', reason = $3, ended_at = coalesce(run.heartbeat_at, now())
    FROM run
    WHERE run.id = attempt.run_id AND run.state = 'running' AND run.attempt = attempt.number
      AND attempt.run_id = $1 AND attempt.number = $2
    RETURNING attempt.run_id, attempt.ended_at
  )
  UPDATE run SET state = 'crashed', reason = $3, finished_at = marked.ended_at
  FROM marked WHERE run.id = marked.run_id
  RETURNING pg_notify($4, run.id::text)`;

/** Marks an attempt as crashed if it is the running one of its run. @returns whether it was. */
export async function markAttemptCrashed(
  db: Database,
  { runId, attempt, reason }: AttemptKey & { readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await db.pool.query(MARK, [runId, attempt, reason, RUN_CHANNEL]);
  return rowCount === 1;
}

/**
 * Marks as crashed the running runs whose heartbeat ceased CRASHED_AFTER_MS ago, or whose process, on this machine, is
 * gone. Replay journals first: a journal may hold a better last word.
 * @param options.runId look at this run only.
 * @returns the runs marked now.
 */
export async function markCrashed(db: Database, options: { readonly runId?: RunId } = {}): Promise<RunId[]> {
  const { rows } = await db.pool.query<RunningAttempt>(
    `SELECT attempt.run_id, attempt.number, attempt.host, attempt.pid,
            run.heartbeat_at < now() - $1 * interval '1 millisecond' AS silent
     FROM run JOIN attempt ON attempt.run_id = run.id AND attempt.number = run.attempt
     WHERE run.state = 'running' AND ($2::uuid IS NULL OR run.id = $2)`,
    [CRASHED_AFTER_MS, options.runId ?? null],
  );
  const host = thisHost();
  const marked: RunId[] = [];
  for (const attempt of rows) {
    const gone = attempt.host === host && !isProcessAlive(attempt.pid);
    if (!attempt.silent && !gone) continue;
    const reason = gone ? `process ${attempt.pid} is gone` : 'its heartbeat ceased';
    const { run_id: runId, number } = attempt;
    if (await markAttemptCrashed(db, { runId, attempt: number, reason })) marked.push(runId);
  }
  return marked;
}
