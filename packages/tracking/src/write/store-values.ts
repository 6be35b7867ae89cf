// Log calls in SQL: one statement that stores a block of them in metric_hot, brings the heads of their series up to date and
// acknowledges them in the journal's row.
import type { Pool, PoolClient } from 'pg';
import { createHash } from 'node:crypto';
import { encodeHotBlock, extentOf, HotBlock, type HotExtent } from '../hot/hot-block.ts';
import type { Entry, ValuesEntry } from './entry.ts';
import type { Batch, JournalKey } from './insert-words.ts';

/** First key of the advisory lock under which a run takes in its batches, one after the other; the second is its number. */
export const INTAKE_LOCK = 1_936_028_011;

/** What a sender need not ask the database again. */
export class SenderMemory {
  /** Ids of sets of names, by their JSON. */
  readonly layouts = new Map<string, number>();
  /** Names of series that have a head. */
  readonly heads = new Set<string>();
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Calls with the same names, in the order in which they were made. */
function byNames(entries: readonly ValuesEntry[]): Map<readonly string[], ValuesEntry[]> {
  const groups = new Map<readonly string[], ValuesEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.names);
    if (group) group.push(entry);
    else groups.set(entry.names, [entry]);
  }
  return groups;
}

/** Learns the ids of the sets of names of a batch, created where missing; committed before the batch, which may fail. */
export async function learnLayouts(
  pool: Pool,
  entries: readonly ValuesEntry[],
  memory: SenderMemory,
): Promise<void> {
  for (const names of byNames(entries).keys()) {
    const key = JSON.stringify(names);
    if (memory.layouts.has(key)) continue;
    const digest = sha256(key);
    await pool.query(
      'INSERT INTO metric_layout (names, sha256) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING',
      [names, digest],
    );
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM metric_layout WHERE sha256 = $1', [
      digest,
    ]);
    if (rows[0]) memory.layouts.set(key, rows[0].id);
  }
}

const namesOf = (entries: readonly ValuesEntry[]): string[] => [
  ...new Set([...byNames(entries).keys()].flat()),
];

export function knowsHeads(entries: readonly ValuesEntry[], memory: SenderMemory): boolean {
  return namesOf(entries).every((name) => memory.heads.has(name));
}

/** Numbered in the order in which they are logged: by their numbers, curves are listed. */
export async function insertHeads(
  batch: Batch,
  entries: readonly ValuesEntry[],
  memory: SenderMemory,
): Promise<void> {
  const unknown = namesOf(entries).filter((name) => !memory.heads.has(name));
  if (unknown.length === 0) return;
  await batch.client.query(
    `INSERT INTO series (run_id, name, points, last_attempt, last_seq, last_step, last_value)
     SELECT $1, name, 0, 0, 0, 0, 'NaN' FROM unnest($2::text[]) WITH ORDINALITY AS head (name, position)
     WHERE NOT EXISTS (SELECT FROM series WHERE run_id = $1 AND series.name = head.name) ORDER BY position`,
    [batch.runId, unknown],
  );
}

/** To be told once the batch is committed. */
export function rememberHeads(entries: readonly ValuesEntry[], memory: SenderMemory): void {
  for (const name of namesOf(entries)) memory.heads.add(name);
}

type Groups = ReadonlyMap<readonly string[], readonly ValuesEntry[]>;
type StoredBlock = HotExtent & { readonly layout: number; readonly body: Buffer };

function blocksOf(groups: Groups, memory: SenderMemory): StoredBlock[] {
  return [...groups].map(([names, entries]) => {
    const layout = memory.layouts.get(JSON.stringify(names)) ?? 0;
    const body = encodeHotBlock(entries);
    return { layout, body, ...extentOf(new HotBlock(names.length, body)) };
  });
}

interface Head {
  readonly name: string;
  points: number;
  seq: number;
  step: number;
  value: number;
}

function headsOf(groups: Groups): Head[] {
  const heads = new Map<string, Head>();
  for (const [names, entries] of groups) {
    const last = entries.at(-1);
    if (!last) continue;
    const { seq, step } = last;
    for (const [i, name] of names.entries()) {
      const known = heads.get(name);
      const points = (known?.points ?? 0) + entries.length;
      const value = last.values[i] ?? NaN;
      heads.set(name, known && known.seq > seq ? { ...known, points } : { name, points, seq, step, value });
    }
  }
  return [...heads.values()];
}

/**
 * Every part hangs on `acknowledged`, and that on `intake`: nothing is touched before the run's locks are held, nor if the
 * journal has gone on meanwhile. The key-share lock keeps the run from being deleted under the batch, since metric_hot has no
 * reference that would. The bodies come end to end in one parameter, as arrays would be sent as text.
 *
 * An earlier attempt's journal may be sent late: it adds points, but the head stays with the later attempt.
 */
const STORE_VALUES = `
  WITH intake AS (
    SELECT number, pg_advisory_xact_lock(${INTAKE_LOCK}, number), set_config('synchronous_commit', $21, true)
    FROM run WHERE id = $1 FOR KEY SHARE
  ), acknowledged AS (
    UPDATE journal SET acknowledged_seq = $5, acknowledged_bytes = greatest(acknowledged_bytes, $6)
    FROM intake WHERE run_id = $1 AND attempt = $2 AND process = $3 AND acknowledged_seq = $4
    RETURNING intake.number
  ), extent AS (
    UPDATE attempt SET first_step = least(first_step, (SELECT min(step) FROM unnest($11::int[]) AS step)),
                       last_step = greatest(last_step, (SELECT max(step) FROM unnest($12::int[]) AS step))
    FROM acknowledged WHERE run_id = $1 AND attempt.number = $2
  ), hot AS (
    INSERT INTO metric_hot (run, attempt, process, layout, seq, calls, first_step, last_step, first_time, last_time, body)
    SELECT acknowledged.number, $2, $3, layout, seq, calls, first_step, last_step, to_timestamp(first_time / 1000),
           to_timestamp(last_time / 1000),
           substr($7::bytea, (sum(bytes) OVER (ORDER BY position) - bytes + 1)::int, bytes)
    FROM acknowledged CROSS JOIN
         unnest($8::int[], $9::int[], $10::int[], $11::int[], $12::int[], $13::float8[], $14::float8[], $15::int[])
           WITH ORDINALITY
           AS block (layout, seq, calls, first_step, last_step, first_time, last_time, bytes, position)
  ), heads AS (
    UPDATE series SET
      points = series.points + head.points,
      (last_attempt, last_seq, last_step, last_value) = (
        SELECT attempt, seq, step, value
        FROM (VALUES (series.last_attempt, series.last_seq, series.last_step, series.last_value),
                     ($2::int, head.seq, head.step, head.value)) AS newest (attempt, seq, step, value)
        ORDER BY attempt DESC, seq DESC LIMIT 1)
    FROM acknowledged CROSS JOIN
         unnest($16::text[], $17::int[], $18::int[], $19::int[], $20::float8[])
           AS head (name, points, seq, step, value)
    WHERE series.run_id = $1 AND series.name = head.name
  )
  SELECT FROM acknowledged`;

export interface ValuesBatch {
  readonly key: JournalKey;
  /** Number of the last entry that the database has. */
  readonly acknowledged: number;
  /** All entries that follow; only the values among them are stored. */
  readonly entries: readonly Entry[];
  /** Where the entry after them begins in the journal's file; 0 where that is unknown. */
  readonly endByte: number;
  /** Knows their layouts; their heads are in the database. */
  readonly memory: SenderMemory;
  /** Whether the statement, if it is a transaction of its own, is acknowledged before it is on the disk. @default false */
  readonly canSendAgain?: boolean;
}

/** @returns false, having done nothing, if the database does not know the journal or `acknowledged` is not where it stands. */
export async function storeValues(client: Pool | PoolClient, batch: ValuesBatch): Promise<boolean> {
  const { key, acknowledged, entries, endByte, memory, canSendAgain = false } = batch;
  const groups = byNames(entries.filter((entry) => entry.kind === 'values'));
  const blocks = blocksOf(groups, memory);
  const heads = headsOf(groups);
  const { rowCount } = await client.query({
    name: 'store-values',
    text: STORE_VALUES,
    values: [
      ...[key.runId, key.attempt, key.process, acknowledged, entries.at(-1)?.seq, endByte],
      Buffer.concat(blocks.map(({ body }) => body)),
      ...(['layout', 'seq', 'calls', 'firstStep', 'lastStep', 'firstTime', 'lastTime'] as const).map(
        (column) => blocks.map((block) => block[column]),
      ),
      blocks.map(({ body }) => body.length),
      ...(['name', 'points', 'seq', 'step', 'value'] as const).map((column) =>
        heads.map((head) => head[column]),
      ),
      canSendAgain ? 'off' : 'on',
    ],
  });
  return rowCount === 1;
}
