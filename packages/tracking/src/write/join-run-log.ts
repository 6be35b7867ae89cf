// A further process that works on a running attempt, as the ranks of a distributed training do: it logs values and lines to a
// journal of its own. Samples, checkpoints and the last word are the business of the process that began the attempt.
import { mkdir } from 'node:fs/promises';
import { StarlabError, type RunId, type RunLog, type RunState } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import type { JournalKey } from './insert-words.ts';
import { journalsIn, runFolder } from './journal.ts';
import { startLogWriter, type LogHooks } from './log-writer.ts';

export type ProcessLog = Pick<RunLog, 'log' | 'message' | 'flush'> & {
  readonly attempt: number;
  /** 1, 2, 3, … in the order of joining. */
  readonly process: number;
  /** Sends what is left. The attempt goes on. */
  close(): Promise<void>;
};

function addJournal(db: Database, runId: RunId, journaled: (attempt: number) => number): Promise<JournalKey> {
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ name: string; state: RunState; attempt: number }>(
      'SELECT name, state, attempt FROM run WHERE id = $1 FOR UPDATE',
      [runId],
    );
    const [run] = rows;
    if (run?.state !== 'running') {
      throw new StarlabError(
        run ? `Run "${run.name}": is ${run.state}, not running.` : `Run ${runId}: not in this database.`,
        { remedy: 'Begin an attempt first, in one process: `openRunLog`. The others join it.' },
      );
    }
    const { attempt } = run;
    const { rows: added } = await client.query<{ process: number }>(
      `INSERT INTO journal (run_id, attempt, process)
       SELECT $1, $2, 1 + greatest(max(process), $3::int) FROM journal WHERE run_id = $1 AND attempt = $2
       RETURNING process`,
      [runId, attempt, journaled(attempt)],
    );
    return { runId, attempt, process: added[0]?.process ?? 1 };
  });
}

/**
 * Joins the running attempt of a run. Values of one name logged by several processes make one curve: give each process names
 * of its own where they shall be told apart, e.g. `rank1/loss`.
 * @throws StarlabError if the run is unknown or not running.
 */
export async function joinRunLog(
  db: Database,
  options: LogHooks & {
    readonly runId: RunId;
    /** Absolute path of the `.starlab` folder. */
    readonly home: string;
  },
): Promise<ProcessLog> {
  const { runId, home } = options;
  const folder = runFolder(home, runId);
  await mkdir(folder, { recursive: true });
  const present = await journalsIn(folder);
  const lastOf = (attempt: number): number =>
    Math.max(0, ...present.filter((journal) => journal.attempt === attempt).map(({ process }) => process));
  const key = await addJournal(db, runId, lastOf);
  const writer = startLogWriter({ ...options, db, key });
  return {
    attempt: key.attempt,
    process: key.process,
    log: writer.log,
    message: (line) => writer.say({ kind: 'message', line }),
    flush: writer.flush,
    close: () => writer.close(false),
  };
}
