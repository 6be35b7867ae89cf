// What one process of an attempt says: journal first, database after, sealed as it grows.
import { StarlabError } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { startBackgroundSealer } from '../sealing/background-sealer.ts';
import type { NewWord } from './entry.ts';
import type { JournalKey } from './insert-words.ts';
import { createJournal, journalFile } from './journal.ts';
import { startSender, type StoredBatch } from './sender.ts';

/** What is neither in the database nor forced to the disk is younger than two of these. */
const SYNC_INTERVAL_MS = 500;
const FLUSH_TIMEOUT_MS = 30_000;
const LAST_STEP = 0x7fffffff;

export interface LogWriter {
  /** @throws StarlabError if `step` is no whole number from 0 to 2^31 - 1, or the disk does not take it. */
  log(values: Readonly<Record<string, number>>, options: { step: number }): void;
  /** Anything else. */
  say(word: NewWord): void;
  /** Forces what was said to the disk. */
  sync(): Promise<void>;
  /** Waits until all is in the database; rejects after 30 s, while the journal keeps it. */
  flush(): Promise<void>;
  /** Ends the journal, and waits as `flush` does. @param sealed whether all of the run may be sealed. */
  close(sealed: boolean): Promise<void>;
}

function checkStep(step: number): void {
  if (Number.isInteger(step) && step >= 0 && step <= LAST_STEP) return;
  throw new StarlabError(`log: step ${step} is not a whole number from 0 to ${LAST_STEP}.`, {
    remedy: 'Give the number of the iteration: `log({ loss }, { step })`.',
  });
}

export interface LogHooks {
  /** Hears that the database went away or came back. @default says nothing */
  readonly onWarning?: (message: string) => void;
  /** Hears of every batch that the database has taken, for those who measure. */
  readonly onStored?: (batch: StoredBatch) => void;
}

/** Creates the journal of `key`, whose row must be in the database. */
export function startLogWriter(
  options: LogHooks & { readonly db: Database; readonly key: JournalKey; readonly home: string },
): LogWriter {
  const { db, key, home, onWarning = () => {}, onStored } = options;
  const journal = createJournal(journalFile(home, key));
  const sealer = startBackgroundSealer({ url: db.url, runId: key.runId, onWarning });
  const sender = startSender({
    ...key,
    ...{ pool: db.pool, journal, onWarning },
    onStored(batch) {
      sealer.stored(batch.rows);
      onStored?.(batch);
    },
  });
  let seqAtLastTick = 0;
  const syncing = setInterval(() => {
    const isInDatabase = sender.sentSeq >= seqAtLastTick;
    seqAtLastTick = journal.lastSeq;
    if (isInDatabase) return;
    void journal.sync().catch((error: unknown) => onWarning(`${journal.file}: ${String(error)}`));
  }, SYNC_INTERVAL_MS);
  syncing.unref();

  return {
    log(values, { step }) {
      checkStep(step);
      journal.appendValues(step, values);
      sender.wake();
    },
    say(word) {
      journal.append(word);
      sender.wake();
    },
    sync: () => journal.sync(),
    flush: () => sender.flush(FLUSH_TIMEOUT_MS),
    async close(sealed) {
      clearInterval(syncing);
      journal.close();
      try {
        await sender.flush(FLUSH_TIMEOUT_MS);
        await sealer.close(sealed);
      } finally {
        await sender.close();
      }
    },
  };
}
