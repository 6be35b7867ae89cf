// Carries a journal to the database while it grows: twice a second, or sooner when much has gathered. What is not yet sent
// stays in the file, not in memory, so a database that is away costs neither data nor memory nor the run.
import { setTimeout as sleep } from 'node:timers/promises';
import { StarlabError } from '@starlab/experiment';
import type { Pool } from 'pg';
import { messageOf } from '../database/connection-error.ts';
import type { AttemptKey } from './insert-entries.ts';
import { readJournal, type Journal } from './journal.ts';
import { sendEntries } from './send-entries.ts';

export const SEND_INTERVAL_MS = 500;
/** So many waiting entries are sent without waiting for the interval. */
const SEND_AT_ONCE = 500;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

export interface Sender {
  /** Tells the sender that the journal has grown. */
  wake(): void;
  /** Sends all that the journal holds now. @throws StarlabError if the database did not take it in time. */
  flush(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface SenderOptions extends AttemptKey {
  readonly pool: Pool;
  readonly journal: Journal;
  /** Hears once that the database is away, and once that it is back. */
  readonly onWarning: (message: string) => void;
  /** Hears how many log calls the database has taken. */
  readonly onStored: (rows: number) => void;
}

/** Everything the sending loop knows; the loop is its only writer. */
interface Progress {
  offset: number;
  sentSeq: number;
  failures: number;
  lastError: unknown;
}

export function startSender(options: SenderOptions): Sender {
  const { pool, journal, runId, attempt, onWarning, onStored } = options;
  const layouts = new Map<string, number>();
  const progress: Progress = { offset: 0, sentSeq: 0, failures: 0, lastError: undefined };
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let closed = false;

  async function sendPart(): Promise<void> {
    const part = await readJournal(journal.file, progress.offset);
    const last = part.entries.at(-1);
    if (!last) return;
    const sent = await sendEntries(pool, { runId, attempt, entries: part.entries, layouts });
    if (sent === undefined) throw new Error(`attempt ${attempt} of run ${runId} is not in the database`);
    progress.offset = part.end;
    progress.sentSeq = last.seq;
    onStored(part.entries.filter((entry) => entry.kind === 'values').length);
  }

  async function sendAll(): Promise<void> {
    try {
      while (progress.sentSeq < journal.lastSeq) await sendPart();
      if (progress.failures > 0)
        onWarning('The database is back; everything that was logged meanwhile is in it.');
      progress.failures = 0;
    } catch (error) {
      progress.lastError = error;
      progress.failures += 1;
      if (progress.failures === 1) {
        onWarning(
          `The database does not take the run’s log (${messageOf(error)}). It is kept in ${journal.file}.`,
        );
      }
    }
  }

  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = undefined;
      schedule();
    });
    return sending;
  }

  function delayMs(): number {
    if (progress.failures > 0) return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** progress.failures);
    return journal.lastSeq - progress.sentSeq >= SEND_AT_ONCE ? 0 : SEND_INTERVAL_MS;
  }

  function schedule(): void {
    if (closed || timer || sending || progress.sentSeq === journal.lastSeq) return;
    timer = setTimeout(() => {
      timer = undefined;
      void send();
    }, delayMs());
    timer.unref();
  }

  return {
    wake() {
      if (journal.lastSeq - progress.sentSeq === SEND_AT_ONCE && progress.failures === 0) {
        clearTimeout(timer);
        timer = undefined;
      }
      schedule();
    },
    async flush(timeoutMs) {
      const target = journal.lastSeq;
      const deadline = Date.now() + timeoutMs;
      while (progress.sentSeq < target) {
        await send();
        if (progress.sentSeq >= target) return;
        if (Date.now() >= deadline) {
          throw new StarlabError(
            `Run log: the database did not take it (${messageOf(progress.lastError)}).`,
            {
              remedy: `Nothing is lost: ${journal.file} holds it, and Starlab sends it when it next starts.`,
              cause: progress.lastError,
            },
          );
        }
        await sleep(FIRST_RETRY_MS);
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await sending;
    },
  };
}
