// Log calls in SQL: a row each in metric_hot, by binary COPY, and the heads of their series.
import type { Pool } from 'pg';
import { createHash } from 'node:crypto';
import { copyIn, CopyRows } from '../database/copy.ts';
import type { ValuesEntry } from './entry.ts';
import type { Batch } from './insert-entries.ts';

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

async function insertRows(
  batch: Batch,
  groups: ReadonlyMap<readonly string[], readonly ValuesEntry[]>,
  memory: SenderMemory,
): Promise<void> {
  const rows = new CopyRows(1 << 19);
  for (const [names, entries] of groups) {
    const layout = memory.layouts.get(JSON.stringify(names)) ?? 0;
    for (const entry of entries) {
      rows.row(8);
      rows.int4(batch.runNumber);
      rows.int2(batch.attempt);
      rows.int2(batch.process);
      rows.int4(entry.seq);
      rows.int4(entry.step);
      rows.timestamp(entry.time);
      rows.int4(layout);
      rows.float8Array(entry.values);
    }
  }
  await copyIn(batch.client, 'metric_hot (run, attempt, process, seq, step, "time", layout, "values")', rows);
}

interface Head {
  readonly name: string;
  points: number;
  seq: number;
  step: number;
  value: number;
}

function headsOf(groups: ReadonlyMap<readonly string[], readonly ValuesEntry[]>): Head[] {
  const heads = new Map<string, Head>();
  for (const [names, entries] of groups) {
    const last = entries.at(-1);
    if (!last) continue;
    const { seq, step } = last;
    for (const [i, name] of names.entries()) {
      const points = (heads.get(name)?.points ?? 0) + entries.length;
      const newer = (heads.get(name)?.seq ?? 0) < seq;
      const value = last.values[i] ?? NaN;
      heads.set(name, newer ? { name, points, seq, step, value } : { ...(heads.get(name) as Head), points });
    }
  }
  return [...heads.values()];
}

/** Numbered in the order in which they are logged: by their numbers, curves are listed. */
async function insertHeads(batch: Batch, names: readonly string[]): Promise<void> {
  await batch.client.query(
    `INSERT INTO series (run_id, name, points, last_attempt, last_seq, last_step, last_value)
     SELECT $1, name, 0, 0, 0, 0, 'NaN' FROM unnest($2::text[]) WITH ORDINALITY AS head (name, position)
     WHERE NOT EXISTS (SELECT FROM series WHERE run_id = $1 AND series.name = head.name) ORDER BY position`,
    [batch.runId, names],
  );
}

/** An earlier attempt's journal may be sent late: it adds points, but the head stays with the later attempt. */
async function updateHeads(batch: Batch, heads: readonly Head[]): Promise<void> {
  await batch.client.query({
    name: 'update-heads',
    text: `UPDATE series SET
       points = series.points + head.points,
       (last_attempt, last_seq, last_step, last_value) = (
         SELECT attempt, seq, step, value
         FROM (VALUES (series.last_attempt, series.last_seq, series.last_step, series.last_value),
                      ($2::int, head.seq, head.step, head.value)) AS newest (attempt, seq, step, value)
         ORDER BY attempt DESC, seq DESC LIMIT 1)
     FROM unnest($3::text[], $4::int[], $5::int[], $6::int[], $7::float8[]) AS head (name, points, seq, step, value)
     WHERE series.run_id = $1 AND series.name = head.name`,
    values: [
      batch.runId,
      batch.attempt,
      heads.map(({ name }) => name),
      heads.map(({ points }) => points),
      heads.map(({ seq }) => seq),
      heads.map(({ step }) => step),
      heads.map(({ value }) => value),
    ],
  });
}

/** Stores log calls whose names `learnLayouts` has learned, and what of their series the runs table shows. */
export async function insertValues(
  batch: Batch,
  entries: readonly ValuesEntry[],
  memory: SenderMemory,
): Promise<void> {
  const groups = byNames(entries);
  await insertRows(batch, groups, memory);
  const heads = headsOf(groups);
  const unknown = heads.map(({ name }) => name).filter((name) => !memory.heads.has(name));
  if (unknown.length > 0) await insertHeads(batch, unknown);
  await updateHeads(batch, heads);
}

/** To be told once the batch is committed. */
export function rememberHeads(entries: readonly ValuesEntry[], memory: SenderMemory): void {
  for (const names of byNames(entries).keys()) for (const name of names) memory.heads.add(name);
}
