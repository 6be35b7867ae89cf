// Puts journal entries of one attempt into the database: all of a batch or nothing, each entry once, however often and from
// wherever it is sent. The attempt's row is the lock and knows the last entry that is in.
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from '../database/transaction.ts';
import type { Entry, EntryOf } from './entry.ts';
import { insertEntries, layoutKey, type AttemptKey } from './insert-entries.ts';

/** The channel on which the id of a run is announced whenever something about it has changed. */
export const RUN_CHANNEL = 'starlab_run';

/** First key of the advisory lock under which a run takes in its batches, one after the other; the second is its number. */
const INTAKE_LOCK = 1_936_028_011;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Ids of the layouts a batch needs, created where missing; committed before the batch, so that they can be remembered. */
async function layoutIds(
  pool: Pool,
  entries: readonly EntryOf<'values'>[],
  known: Map<string, number>,
): Promise<void> {
  const keys = new Set(entries.map(layoutKey));
  for (const key of keys) {
    if (known.has(key)) continue;
    const parameters = [JSON.parse(key), sha256(key)];
    await pool.query(
      'INSERT INTO metric_layout (names, sha256) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING',
      parameters,
    );
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM metric_layout WHERE sha256 = $1', [
      parameters[1],
    ]);
    const id = rows[0]?.id;
    if (id !== undefined) known.set(key, id);
  }
}

export interface SendOptions extends AttemptKey {
  /** In the order of their numbers. */
  readonly entries: readonly Entry[];
  /** Remembers layouts between calls. */
  readonly layouts: Map<string, number>;
}

/**
 * Sends a batch and announces the run. Entries that are in already are passed over.
 * @returns how many entries were new; undefined if the database does not know the attempt.
 */
export async function sendEntries(pool: Pool, options: SendOptions): Promise<number | undefined> {
  const { runId, attempt, entries, layouts } = options;
  await layoutIds(
    pool,
    entries.filter((entry) => entry.kind === 'values'),
    layouts,
  );
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ acknowledged_seq: number; number: number }>(
      `SELECT attempt.acknowledged_seq, run.number, pg_advisory_xact_lock($3, run.number)
       FROM attempt JOIN run ON run.id = attempt.run_id
       WHERE attempt.run_id = $1 AND attempt.number = $2 FOR UPDATE OF attempt`,
      [runId, attempt, INTAKE_LOCK],
    );
    const [row] = rows;
    if (!row) return undefined;
    const fresh = entries.filter((entry) => entry.seq > row.acknowledged_seq);
    if (fresh.length === 0) return 0;
    await insertEntries({ runId, attempt, runNumber: row.number, client }, fresh, layouts);
    await client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
    return fresh.length;
  });
}
