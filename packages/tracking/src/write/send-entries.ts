// Puts journal entries into the database: all of a batch or nothing, each entry once, however often and from wherever it is
// sent. The journal's row is the lock and knows the last entry that is in.
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database/transaction.ts';
import { announceRun } from '../live/run-channel.ts';
import type { Entry } from './entry.ts';
import { insertWords, type JournalKey } from './insert-words.ts';
import {
  INTAKE_LOCK,
  insertHeads,
  knowsHeads,
  learnLayouts,
  rememberHeads,
  storeValues,
  type SenderMemory,
} from './store-values.ts';

export interface SendOptions extends JournalKey {
  /** In the order of their numbers. */
  readonly entries: readonly Entry[];
  /** Where the entry after them begins in the journal's file. @default unknown */
  readonly endByte?: number;
  /**
   * Whether the sender notices, and can send again, what the database lost in a crash: then an acknowledgement need not wait
   * for the disk. @default false
   */
  readonly canSendAgain?: boolean;
  /** To be kept between calls for one run. */
  readonly memory: SenderMemory;
}

export type SendOutcome =
  /** How many entries were new. */
  | { readonly kind: 'stored'; readonly entries: number }
  /** The database lacks entries before these: it crashed, or is an older copy of itself. Nothing was stored. */
  | { readonly kind: 'behind'; readonly acknowledged: number }
  /** The database does not know the journal. */
  | { readonly kind: 'unknown' };

/** @returns the number of the last entry that the database has; undefined if it does not know the journal. */
async function lockJournal(client: PoolClient, key: JournalKey): Promise<number | undefined> {
  const { rows } = await client.query<{ acknowledged_seq: number }>({
    name: 'lock-journal',
    text: `SELECT journal.acknowledged_seq, pg_advisory_xact_lock($4, run.number)
       FROM journal JOIN run ON run.id = journal.run_id
       WHERE journal.run_id = $1 AND journal.attempt = $2 AND journal.process = $3
       FOR UPDATE OF journal FOR KEY SHARE OF run`,
    values: [key.runId, key.attempt, key.process, INTAKE_LOCK],
  });
  return rows[0]?.acknowledged_seq;
}

const firstSeq = (entries: readonly Entry[]): number => entries[0]?.seq ?? 1;

/** Batches of any kind, of which part may be in already. */
function sendInTransaction(pool: Pool, options: SendOptions): Promise<SendOutcome> {
  const { runId, attempt, process, endByte = 0, memory } = options;
  const key = { runId, attempt, process };
  return inTransaction(pool, async (client) => {
    const acknowledged = await lockJournal(client, key);
    if (acknowledged === undefined) return { kind: 'unknown' };
    if (acknowledged < firstSeq(options.entries) - 1) return { kind: 'behind', acknowledged };
    const entries = options.entries.filter((entry) => entry.seq > acknowledged);
    if (entries.length === 0) return { kind: 'stored', entries: 0 };
    const batch = { ...key, client };
    await insertWords(batch, entries);
    const values = entries.filter((entry) => entry.kind === 'values');
    await insertHeads(batch, values, memory);
    await storeValues(client, { key, acknowledged, entries, endByte, memory });
    return { kind: 'stored', entries: entries.length };
  });
}

/** Sends a batch and announces the run. Entries that are in already are passed over. */
export async function sendEntries(pool: Pool, options: SendOptions): Promise<SendOutcome> {
  const { runId, attempt, process, entries, endByte = 0, memory, canSendAgain = false } = options;
  const values = entries.filter((entry) => entry.kind === 'values');
  await learnLayouts(pool, values, memory);
  // Nearly every batch: values only, of known names, each new. It is one statement, and no part of it waits for this process.
  if (values.length > 0 && values.length === entries.length && knowsHeads(values, memory)) {
    const acknowledged = firstSeq(entries) - 1;
    const key = { runId, attempt, process };
    if (await storeValues(pool, { key, acknowledged, entries, endByte, memory, canSendAgain })) {
      announceRun(pool, runId);
      return { kind: 'stored', entries: entries.length };
    }
  }
  const outcome = await sendInTransaction(pool, options);
  if (outcome.kind !== 'stored') return outcome;
  announceRun(pool, runId);
  rememberHeads(values, memory);
  return outcome;
}
