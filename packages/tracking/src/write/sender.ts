// Carries a journal to the database while it grows: twice a second, or sooner when much has gathered, since a batch costs the
// server the same whether it brings one call or a thousand. What is not yet sent stays in the file, not in memory, so a
// database that is away costs neither data nor memory nor the run. What is sent stays there too: the server acknowledges before
// its own disk has a batch, and after a crash of it the sender begins again.
import { setTimeout as sleep } from 'node:timers/promises';
import { StarlabError } from '@starlab/experiment';
import type { Pool } from 'pg';
import { messageOf } from '../database/connection-error.ts';
import type { Entry } from './entry.ts';
import type { JournalKey } from './insert-words.ts';
import { SenderMemory } from './store-values.ts';
import { JournalReader, type Journal } from './journal.ts';
import { sendEntries } from './send-entries.ts';

export const SEND_INTERVAL_MS = 500;
/** So many waiting entries are sent without waiting for the interval. */
const SEND_AT_ONCE = 1_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

export interface Sender {
  /** Number of the last entry that is in the database. */
  readonly sentSeq: number;
  /** Tells the sender that the journal has grown. */
  wake(): void;
  /** Sends all that the journal holds now. @throws StarlabError if the database did not take it in time. */
  flush(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A batch that the database has taken. */
export interface StoredBatch {
  /** Log calls in it. */
  readonly rows: number;
  /** From sending it to its acknowledgement. */
  readonly milliseconds: number;
}

export interface SenderOptions extends JournalKey {
  readonly pool: Pool;
  readonly journal: Journal;
  /** Hears once that the database is away, and once that it is back. */
  readonly onWarning: (message: string) => void;
  readonly onStored: (batch: StoredBatch) => void;
}

/** Everything the sending loop knows; the loop is its only writer. */
interface Progress {
  sentSeq: number;
  failures: number;
  lastError: unknown;
}

export function startSender(options: SenderOptions): Sender {
  const { pool, journal, runId, attempt, process, onWarning, onStored } = options;
  const memory = new SenderMemory();
  let reader = new JournalReader(journal.file);
  /** Read and not yet acknowledged. */
  let part: Entry[] = [];
  const progress: Progress = { sentSeq: 0, failures: 0, lastError: undefined };
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let closed = false;

  async function sendPart(): Promise<void> {
    if (part.length === 0) part = await reader.read();
    const last = part.at(-1);
    if (!last) return;
    const batch = { runId, attempt, process, entries: part, endByte: reader.offset, memory };
    const start = performance.now();
    const outcome = await sendEntries(pool, { ...batch, canSendAgain: true });
    switch (outcome.kind) {
      case 'stored':
        progress.sentSeq = last.seq;
        onStored({
          rows: part.filter((entry) => entry.kind === 'values').length,
          milliseconds: performance.now() - start,
        });
        part = [];
        return;
      case 'behind':
        return beginAgain(outcome.acknowledged);
      case 'unknown':
        throw new Error(`attempt ${attempt} of run ${runId} is not in the database`);
      default:
        outcome satisfies never;
    }
  }

  /** From the file's beginning, since it alone tells the sets of names; what the database has is passed over. */
  async function beginAgain(acknowledged: number): Promise<void> {
    await reader.close();
    reader = new JournalReader(journal.file);
    part = [];
    progress.sentSeq = acknowledged;
  }

  /** Sends what waits, but for the last few entries if they may wait for more. */
  async function sendWaiting(mayWait: boolean): Promise<void> {
    try {
      do await sendPart();
      while (journal.lastSeq - progress.sentSeq >= (mayWait ? SEND_AT_ONCE : 1));
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

  function send(mayWait: boolean): Promise<void> {
    sending ??= sendWaiting(mayWait).finally(() => {
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
      void send(true);
    }, delayMs());
    timer.unref();
  }

  return {
    get sentSeq() {
      return progress.sentSeq;
    },
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
        await send(false);
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
        if (progress.failures > 0) await sleep(FIRST_RETRY_MS);
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await sending;
      await reader.close();
    },
  };
}
