// A new attempt at a run, and the log it speaks through.
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
import { beat } from './heartbeat.ts';
import { journalsIn, runFolder } from './journal.ts';
import { startLogWriter, type LogHooks } from './log-writer.ts';
import { markCrashed } from './mark-crashed.ts';
import { thisHost } from './process-identity.ts';
import { recordAttempt } from './record-attempt.ts';
import { replayRun } from './replay-journals.ts';
import { checkTransition } from './run-state.ts';

export type AttemptLog = RunLog & {
  /** 1 for the first. */
  readonly attempt: number;
};

export interface RunLogOptions extends LogHooks {
  readonly runId: RunId;
  /** Absolute path of the `.starlab` folder; the journal is `runs/<runId>/journal-<attempt>-0.bin` in it. */
  readonly home: string;
  /** The worker that took the run from the queue. */
  readonly workerId?: WorkerId | undefined;
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
    await recordAttempt(client, { runId, attempt, host: thisHost(), pid: process.pid, workerId });
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
  const journaled = (await journalsIn(folder)).at(-1)?.attempt ?? 0;
  const attempt = await beginAttempt(db, options, journaled);
  const writer = startLogWriter({ ...options, db, key: { runId, attempt, process: 0 } });
  const heartbeat = setInterval(
    () =>
      void beat(db, { runId, attempt }).catch((error: unknown) => {
        // A missed beat while the database is away is no fault: the sender says so, and the next beat counts.
        if (isFaultOfOurs(error)) onWarning(`heartbeat: ${String(error)}`);
      }),
    HEARTBEAT_INTERVAL_MS,
  );
  heartbeat.unref();

  return {
    attempt,
    log: writer.log,
    sample: async (sample) => writer.say({ kind: 'sample', sample }),
    async checkpoint(checkpoint) {
      writer.say({ kind: 'checkpoint', checkpoint });
      await writer.sync();
    },
    evaluation: async (evaluation) => writer.say({ kind: 'evaluation', evaluation }),
    message: (line) => writer.say({ kind: 'message', line }),
    flush: writer.flush,
    async finish(state, reason) {
      writer.say({ kind: 'finish', state, reason: reason ?? null });
      clearInterval(heartbeat);
      await writer.close(true);
    },
  };
}
