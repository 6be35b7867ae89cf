// A new attempt at a run, and the log it speaks through: journal first, database after.
import { mkdir } from 'node:fs/promises';
import {
  HEARTBEAT_INTERVAL_MS,
  StarlabError,
  type RunId,
  type RunLog,
  type RunState,
  type WorkerId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { isFaultOfOurs } from '../database/connection-error.ts';
import { inTransaction } from '../database/transaction.ts';
import { toJsonNumber } from '../json-number.ts';
import { startBackgroundSealer } from '../sealing/background-sealer.ts';
import type { NewEntry } from './entry.ts';
import { beat } from './heartbeat.ts';
import { createJournal, journalFile, journaledAttempts, runFolder } from './journal.ts';
import { markCrashed } from './mark-crashed.ts';
import { thisHost } from './process-identity.ts';
import { replayRun } from './replay-journals.ts';
import { checkTransition } from './run-state.ts';
import { RUN_CHANNEL } from './send-entries.ts';
import { startSender } from './sender.ts';

const SYNC_INTERVAL_MS = 1_000;
const FLUSH_TIMEOUT_MS = 30_000;

export type AttemptLog = RunLog & {
  /** 1 for the first. */
  readonly attempt: number;
};

export interface RunLogOptions {
  readonly runId: RunId;
  /** Absolute path of the `.starlab` folder; the journal is `runs/<runId>/journal-<attempt>.jsonl` in it. */
  readonly home: string;
  /** The worker that took the run from the queue. */
  readonly workerId?: WorkerId | undefined;
  /** Hears that the database went away or came back. @default says nothing */
  readonly onWarning?: (message: string) => void;
}

/** Records attempt `n + 1`; exactly one of several processes that try at once gets it. */
function beginAttempt(db: Database, { runId, workerId }: RunLogOptions, journaled: number): Promise<number> {
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ name: string; state: RunState; attempt: number }>(
      'SELECT name, state, attempt FROM run WHERE id = $1 FOR UPDATE',
      [runId],
    );
    const [run] = rows;
    if (!run) {
      throw new StarlabError(`Run ${runId}: not in this database.`, {
        remedy: 'List the runs there are with `starlab runs`.',
      });
    }
    checkTransition(run.name, run.state, 'running');
    const attempt = Math.max(run.attempt, journaled) + 1;
    await client.query(
      'INSERT INTO attempt (run_id, number, host, pid, worker_id) VALUES ($1, $2, $3, $4, $5)',
      [runId, attempt, thisHost(), process.pid, workerId ?? null],
    );
    await client.query(
      `UPDATE run SET state = 'running', reason = NULL, attempt = $2, started_at = coalesce(started_at, now()),
         finished_at = NULL, heartbeat_at = now()
       WHERE id = $1`,
      [runId, attempt],
    );
    await client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
    return attempt;
  });
}

/**
 * Begins the next attempt at a run, after sending what earlier attempts left in their journals.
 * `flush` and `finish` give the database 30 s; after that they reject, and the journal keeps what was not sent.
 * @throws StarlabError if the run is unknown, or a process that lives is working on it.
 */
export async function openRunLog(db: Database, options: RunLogOptions): Promise<AttemptLog> {
  const { runId, home, onWarning = () => {} } = options;
  const folder = runFolder(home, runId);
  await mkdir(folder, { recursive: true });
  await replayRun(db, home, runId);
  await markCrashed(db, { runId });
  const attempt = await beginAttempt(db, options, (await journaledAttempts(folder)).at(-1) ?? 0);

  const journal = createJournal(journalFile(home, runId, attempt));
  const sealer = startBackgroundSealer({ pool: db.pool, runId, onWarning });
  const onStored = sealer.stored;
  const sender = startSender({ pool: db.pool, journal, runId, attempt, onWarning, onStored });

  const heartbeat = setInterval(
    () =>
      void beat(db, { runId, attempt }).catch((error: unknown) => {
        // A missed beat while the database is away is no fault: the sender says so, and the next beat counts.
        if (isFaultOfOurs(error)) onWarning(`heartbeat: ${String(error)}`);
      }),
    HEARTBEAT_INTERVAL_MS,
  );
  let unsynced = false;
  const syncing = setInterval(() => {
    if (!unsynced) return;
    unsynced = false;
    void journal.sync().catch((error: unknown) => onWarning(`${journal.file}: ${String(error)}`));
  }, SYNC_INTERVAL_MS);
  heartbeat.unref();
  syncing.unref();

  const append = (entry: NewEntry): void => {
    journal.append(entry);
    unsynced = true;
    sender.wake();
  };

  return {
    attempt,
    log(values, { step }) {
      const named = Object.entries(values).map(([name, value]) => [name, toJsonNumber(value)] as const);
      append({ kind: 'values', step, values: Object.fromEntries(named) });
    },
    sample: async (sample) => append({ kind: 'sample', sample }),
    async checkpoint(checkpoint) {
      append({ kind: 'checkpoint', checkpoint });
      await journal.sync();
    },
    evaluation: async (evaluation) => append({ kind: 'evaluation', evaluation }),
    message: (line) => append({ kind: 'message', line }),
    flush: () => sender.flush(FLUSH_TIMEOUT_MS),
    async finish(state, reason) {
      append({ kind: 'finish', state, reason: reason ?? null });
      clearInterval(heartbeat);
      clearInterval(syncing);
      journal.close();
      try {
        await sender.flush(FLUSH_TIMEOUT_MS);
        await sealer.finish();
      } finally {
        await sender.close();
      }
    },
  };
}
