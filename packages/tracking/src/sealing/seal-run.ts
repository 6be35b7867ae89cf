// Moves values of a run from metric_hot, where a row is a log call, to chunks and rollups, where a row is a piece of a curve:
// a fifth of the room, and drawn without being read. The rows are deleted in the transaction that stores what became of them,
// so whenever it is killed, each value is in exactly one place; a row never comes back, since the journal's acknowledged
// number, not the table, decides what is sent.
import type { RunId } from '@starlab/experiment';
import type { Pool, PoolClient } from 'pg';
import { copyIn, copyOut, CopyRows } from '../database/copy.ts';
import { inTransaction } from '../database/transaction.ts';
import { CHUNK_POINTS, encodeChunk, type Points } from './chunk.ts';
import { mergeRollups, type SeriesPoints } from './merge-rollups.ts';

/** First key of the advisory locks of sealing; the second is the run's number. */
const SEALING_LOCK = 1_936_028_012;
/** So many of the newest rows of a set of values stay hot while the run goes on: its rate is told from them. */
export const KEPT_HOT = 64;
/** Rows of one transaction: bounds its memory (20 values: 2 MB) and how long it occupies this process (about 50 ms). */
const MOST_ROWS = 8 * CHUNK_POINTS;

/** The hot rows of one process of an attempt with one set of names. */
interface HotGroup {
  readonly attempt: number;
  readonly process: number;
  readonly layout: number;
  readonly names: readonly string[];
  readonly rows: number;
}

interface HotRow {
  readonly seq: number;
  readonly step: number;
  readonly time: number;
  readonly values: readonly number[];
}

async function hotGroups(client: PoolClient, run: number): Promise<HotGroup[]> {
  const { rows } = await client.query<HotGroup>(
    `SELECT hot.*, metric_layout.names
     FROM (SELECT attempt, process, layout, count(*)::int AS rows FROM metric_hot WHERE run = $1
           GROUP BY attempt, process, layout) AS hot
     JOIN metric_layout ON metric_layout.id = hot.layout ORDER BY attempt, process, layout`,
    [run],
  );
  return rows;
}

/** How many of a group's rows are to be sealed now. */
function sealable({ rows }: HotGroup, scope: SealScope): number {
  const wanted = scope === 'everything' ? rows : Math.floor((rows - KEPT_HOT) / CHUNK_POINTS) * CHUNK_POINTS;
  return Math.max(0, Math.min(wanted, MOST_ROWS));
}

/** Takes the oldest `count` rows of a group out of metric_hot, ordered by step and then by seq. */
async function takeRows(client: PoolClient, run: number, group: HotGroup, count: number): Promise<HotRow[]> {
  const where = `run = ${run} AND attempt = ${group.attempt} AND process = ${group.process} AND layout = ${group.layout}`;
  const { rows: bounds } = await client.query<{ seq: number }>(
    `SELECT seq FROM metric_hot WHERE ${where} ORDER BY seq OFFSET ${count - 1} LIMIT 1`,
  );
  const copied = await copyOut(
    client,
    `DELETE FROM metric_hot WHERE ${where} AND seq <= ${bounds[0]?.seq ?? 0} RETURNING seq, step, "time", "values"`,
  );
  const rows: HotRow[] = [];
  while (copied.next()) {
    rows.push({
      seq: copied.int4(),
      step: copied.int4(),
      time: copied.timestamp(),
      values: copied.float8Array(),
    });
  }
  return rows.sort((a, b) => a.step - b.step || a.seq - b.seq);
}

interface SeriesNumbers {
  readonly numbers: ReadonlyMap<string, number>;
  /** Of each series in this attempt, the number of the next chunk. */
  readonly nextChunk: ReadonlyMap<number, number>;
}

async function seriesNumbers(client: PoolClient, run: number, group: HotGroup): Promise<SeriesNumbers> {
  const { rows } = await client.query<{ name: string; number: number; next: number }>(
    `SELECT series.name, series.number,
            coalesce((SELECT max(chunk) + 1 FROM metric_chunk WHERE series = series.number AND attempt = $3), 0) AS next
     FROM series JOIN run ON run.id = series.run_id WHERE run.number = $1 AND series.name = ANY ($2)`,
    [run, group.names, group.attempt],
  );
  return {
    numbers: new Map(rows.map(({ name, number }) => [name, number])),
    nextChunk: new Map(rows.map(({ number, next }) => [number, next])),
  };
}

function columnsOf(
  rows: readonly HotRow[],
  group: HotGroup,
  numbers: ReadonlyMap<string, number>,
): SeriesPoints[] {
  const steps = rows.map((row) => row.step);
  const seqs = rows.map((row) => row.seq);
  const times = rows.map((row) => row.time);
  return group.names.map((name, column) => {
    const series = numbers.get(name);
    if (series === undefined) throw new Error(`series "${name}" has values but no head`);
    // A loop: `from` with a function is ten times slower, and this is every value of the run.
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = rows[i]?.values[column] ?? NaN;
    return { series, attempt: group.attempt, length: rows.length, steps, seqs, times, values };
  });
}

function slice(
  { steps, seqs, times, values }: Points,
  from: number,
): Points & { first: number; last: number } {
  const end = Math.min(from + CHUNK_POINTS, values.length);
  const part = (column: ArrayLike<number>): number[] =>
    Array.prototype.slice.call(column, from, end) as number[];
  return {
    ...{ length: end - from, steps: part(steps), seqs: part(seqs), times: part(times) },
    ...{ values: values.subarray(from, end), first: steps[from] ?? 0, last: steps[end - 1] ?? 0 },
  };
}

async function storeChunks(
  client: PoolClient,
  columns: readonly SeriesPoints[],
  nextChunk: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = new CopyRows();
  for (const points of columns) {
    let chunk = nextChunk.get(points.series) ?? 0;
    for (let from = 0; from < points.length; from += CHUNK_POINTS) {
      const part = slice(points, from);
      rows.row(6);
      rows.int4(points.series);
      rows.int2(points.attempt);
      rows.int4(chunk++);
      rows.int4(part.first);
      rows.int4(part.last);
      rows.bytea(encodeChunk(part));
    }
  }
  await copyIn(client, 'metric_chunk (series, attempt, chunk, first_step, last_step, body)', rows);
}

async function sealGroup(client: PoolClient, run: number, group: HotGroup, count: number): Promise<void> {
  const rows = await takeRows(client, run, group, count);
  if (group.names.length === 0) return;
  const { numbers, nextChunk } = await seriesNumbers(client, run, group);
  const columns = columnsOf(rows, group, numbers);
  await storeChunks(client, columns, nextChunk);
  await mergeRollups(client, columns);
}

/** @returns how many rows were sealed, and whether there are more of them. */
function sealSome(pool: Pool, runId: RunId, scope: SealScope): Promise<{ sealed: number; more: boolean }> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ number: number }>('SELECT number FROM run WHERE id = $1', [runId]);
    const run = rows[0]?.number;
    if (run === undefined) return { sealed: 0, more: false };
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [SEALING_LOCK, run]);
    const groups = (await hotGroups(client, run)).map((group) => ({ group, count: sealable(group, scope) }));
    const waiting = groups.filter(({ count }) => count > 0);
    const [first] = waiting;
    if (!first) return { sealed: 0, more: false };
    await sealGroup(client, run, first.group, first.count);
    return { sealed: first.count, more: waiting.length > 1 || first.count === MOST_ROWS };
  });
}

/** While a run goes on, whole chunks; once nobody works on it, the rest as well. */
export type SealScope = 'whole chunks' | 'everything';

/**
 * Seals what `scope` says of a run. May be called by anyone at any time: callers take turns, and whoever comes second finds
 * nothing left to do.
 * @returns how many log calls were sealed.
 */
export async function sealRun(pool: Pool, runId: RunId, scope: SealScope): Promise<number> {
  let total = 0;
  for (;;) {
    const { sealed, more } = await sealSome(pool, runId, scope);
    total += sealed;
    if (!more) return total;
  }
}
