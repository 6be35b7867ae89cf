// An evaluation measured outside any attempt, of a run that may long be finished. It is kept under attempt 0, straight in the
// database: there is no journal, and whoever asked for it sees at once if it could not be stored.
import { StarlabError, type Evaluation, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';
import { insertWords } from './insert-words.ts';

const OUTSIDE_ATTEMPTS = 0;

/** @throws StarlabError if the run is unknown. */
export function recordEvaluation(
  db: Database,
  { runId, evaluation }: { readonly runId: RunId; readonly evaluation: Evaluation },
): Promise<void> {
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ seq: number }>(
      `SELECT (SELECT coalesce(max(seq), 0)::int + 1 FROM evaluation
                       WHERE run_id = run.id AND attempt = $2) AS seq
       FROM run WHERE id = $1 FOR UPDATE`,
      [runId, OUTSIDE_ATTEMPTS],
    );
    const [run] = rows;
    if (!run) {
      throw new StarlabError(`Run ${runId}: not in this database.`, {
        remedy: 'List the runs there are with `starlab runs`.',
      });
    }
    await insertWords({ runId, attempt: OUTSIDE_ATTEMPTS, process: 0, client }, [
      { kind: 'evaluation', seq: run.seq, time: Date.now(), evaluation },
    ]);
    await client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
  });
}
