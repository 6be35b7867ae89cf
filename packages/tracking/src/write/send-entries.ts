// Puts journal entries into the database: all of a batch or nothing, each entry once, however often and from wherever it is
// sent. The journal's row is the lock and knows the last entry that is in.
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database/transaction.ts';
import type { Entry } from './entry.ts';
import { insertEntries, type JournalKey } from './insert-entries.ts';
import { learnLayouts, rememberHeads, type SenderMemory } from './insert-values.ts';

/** The channel on which the id of a run is announced whenever something about it has changed. */
export const RUN_CHANNEL = 'starlab_run';

/** First key of the advisory lock under which a run takes in its batches, one after the other; the second is its number. */
const INTAKE_LOCK = 1_936_028_011;

export interface SendOptions extends JournalKey {
  /** In the order of their numbers. */
  readonly entries: readonly Entry[];
  /** Where the entry after them begins in the journal's file. @default unknown */
  readonly endByte?: number;
  /** To be kept between calls for one run. */
  readonly memory: SenderMemory;
}

interface JournalRow {
  readonly acknowledged_seq: number;
  readonly number: number;
}

/** Also keeps the run from being deleted under its batch: metric_hot has no reference that would. */
async function lockJournal(client: PoolClient, key: JournalKey): Promise<JournalRow | undefined> {
  const { rows } = await client.query<JournalRow>({
    name: 'lock-journal',
    text: `SELECT journal.acknowledged_seq, run.number, pg_advisory_xact_lock($4, run.number)
       FROM journal JOIN run ON run.id = journal.run_id
       WHERE journal.run_id = $1 AND journal.attempt = $2 AND journal.process = $3
       FOR UPDATE OF journal FOR KEY SHARE OF run`,
    values: [key.runId, key.attempt, key.process, INTAKE_LOCK],
  });
  return rows[0];
}

async function acknowledge(
  client: PoolClient,
  { runId, attempt, process, endByte = 0 }: SendOptions,
  entries: readonly Entry[],
): Promise<void> {
  const steps = entries.flatMap((entry) => (entry.kind === 'values' ? [entry.step] : []));
  await client.query({
    name: 'acknowledge',
    text: `WITH extent AS (
         UPDATE attempt SET first_step = least(first_step, $4::int), last_step = greatest(last_step, $5::int)
         WHERE run_id = $1 AND number = $2
       ), acknowledged AS (
         UPDATE journal SET acknowledged_seq = $6, acknowledged_bytes = greatest(acknowledged_bytes, $7)
         WHERE run_id = $1 AND attempt = $2 AND process = $3
       )
       SELECT pg_notify($8, $1::uuid::text)`,
    values: [
      ...[runId, attempt, process],
      steps.length > 0 ? steps.reduce((a, b) => Math.min(a, b)) : null,
      steps.length > 0 ? steps.reduce((a, b) => Math.max(a, b)) : null,
      ...[entries.at(-1)?.seq, endByte, RUN_CHANNEL],
    ],
  });
}

/**
 * Sends a batch and announces the run. Entries that are in already are passed over.
 * @returns how many entries were new; undefined if the database does not know the journal.
 */
export async function sendEntries(pool: Pool, options: SendOptions): Promise<number | undefined> {
  const { runId, attempt, process, entries, memory } = options;
  const values = entries.filter((entry) => entry.kind === 'values');
  await learnLayouts(pool, values, memory);
  const gained = await inTransaction(pool, async (client) => {
    const journal = await lockJournal(client, options);
    if (!journal) return undefined;
    const fresh = entries.filter((entry) => entry.seq > journal.acknowledged_seq);
    if (fresh.length === 0) return 0;
    await insertEntries({ runId, attempt, process, runNumber: journal.number, client }, fresh, memory);
    await acknowledge(client, options, fresh);
    return fresh.length;
  });
  rememberHeads(values, memory);
  return gained;
}
