// Moves values of a run from metric_hot, where a row is what a batch brought, to chunks and rollups, where a row is a piece of
// a curve: half the room, and drawn without being read. The rows are deleted in the transaction that stores what became of
// them, so whenever it is killed, each value is in exactly one place; a call never comes back, since the journal's
// acknowledged number, not the table, decides what is sent.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunId } from '@starlab/experiment';
import type { Pool, PoolClient } from 'pg';
import { copyIn, copyOut, CopyRows } from '../database/copy.ts';
import { inTransaction } from '../database/transaction.ts';
import { extentOf, HotBlock } from '../hot/hot-block.ts';
import { CHUNK_POINTS, ChunkEncoder } from './chunk.ts';
import { mergeRollups, type SeriesPoints } from './merge-rollups.ts';

/** First key of the advisory locks of sealing; the second is the run's number. */
const SEALING_LOCK = 1_936_028_012;
/** So many of the newest calls with a set of names stay hot while the run goes on: its rate is told from them. */
export const KEPT_HOT = 64;
/** Calls of one transaction: the more, the fewer times a rollup is written again. Bounds its memory (20 values: 8 MB). */
const MOST_CALLS = 16 * CHUNK_POINTS;

/** The hot calls of one process of an attempt with one set of names. */
interface HotGroup {
  readonly attempt: number;
  readonly process: number;
  readonly layout: number;
  readonly names: readonly string[];
  /** Of its blocks, the oldest first: number of the first call, and how many there are. */
  readonly seqs: readonly number[];
  readonly calls: readonly number[];
}

async function hotGroups(client: PoolClient, run: number): Promise<HotGroup[]> {
  const { rows } = await client.query<HotGroup>(
    `SELECT attempt, process, layout, names, array_agg(seq ORDER BY seq) AS seqs, array_agg(calls ORDER BY seq) AS calls
     FROM metric_hot JOIN metric_layout ON id = layout WHERE run = $1
     GROUP BY attempt, process, layout, names ORDER BY attempt, process, layout`,
    [run],
  );
  return rows;
}

/** How many of a group's calls are to be sealed now. */
function sealable({ calls }: HotGroup, scope: SealScope): number {
  const all = calls.reduce((sum, each) => sum + each, 0);
  const wanted = scope === 'everything' ? all : Math.floor((all - KEPT_HOT) / CHUNK_POINTS) * CHUNK_POINTS;
  return Math.max(0, Math.min(wanted, MOST_CALLS));
}

/** Number of the block that holds the last of the oldest `count` calls. */
function lastBlock({ seqs, calls }: HotGroup, count: number): number {
  let reached = 0;
  const index = calls.findIndex((each) => (reached += each) >= count);
  return seqs[index] ?? 0;
}

/** Puts back what a block has beyond a whole chunk. */
async function storeRest(client: PoolClient, run: number, group: HotGroup, rest: HotBlock): Promise<void> {
  const { seq, calls, firstStep, lastStep, firstTime, lastTime } = extentOf(rest);
  await client.query(
    `INSERT INTO metric_hot (run, attempt, process, layout, seq, calls, first_step, last_step, first_time, last_time, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[run, group.attempt, group.process, group.layout, seq, calls, firstStep, lastStep],
      ...[new Date(firstTime), new Date(lastTime), rest.from(0)],
    ],
  );
}

/** Takes blocks with at least the oldest `count` calls of a group out of metric_hot, but leaves what there is beyond `count`. */
async function takeBlocks(
  client: PoolClient,
  run: number,
  group: HotGroup,
  count: number,
): Promise<HotBlock[]> {
  const { attempt, process, layout, names } = group;
  const rows = await copyOut(
    client,
    `DELETE FROM metric_hot WHERE run = ${run} AND attempt = ${attempt} AND process = ${process} AND layout = ${layout}
       AND seq <= ${lastBlock(group, count)} RETURNING body`,
  );
  const blocks: HotBlock[] = [];
  while (rows.next()) blocks.push(new HotBlock(names.length, rows.bytea()));
  blocks.sort((a, b) => a.seq(0) - b.seq(0));
  const last = blocks.at(-1);
  const beyond = blocks.reduce((sum, { length }) => sum + length, 0) - count;
  if (last && beyond > 0) {
    await storeRest(client, run, group, new HotBlock(names.length, last.from(last.length - beyond)));
  }
  return blocks;
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

interface CallAt {
  readonly block: HotBlock;
  readonly call: number;
  readonly step: number;
}

/** The oldest `count` calls, by step; those of one step in the order in which they were made. */
function callsByStep(blocks: readonly HotBlock[], count: number): CallAt[] {
  const calls: CallAt[] = [];
  for (const block of blocks) {
    for (let call = 0; call < block.length && calls.length < count; call++) {
      calls.push({ block, call, step: block.step(call) });
    }
  }
  return calls.sort((a, b) => a.step - b.step);
}

/** Gives way to others after each series, as the steps that follow do: the run that logs has the same event loop. */
async function columnsOf(
  calls: readonly CallAt[],
  group: HotGroup,
  numbers: ReadonlyMap<string, number>,
): Promise<SeriesPoints[]> {
  const { length } = calls;
  const steps = Float64Array.from(calls, ({ step }) => step);
  const seqs = Float64Array.from(calls, ({ block, call }) => block.seq(call));
  const times = Float64Array.from(calls, ({ block, call }) => block.time(call));
  const columns: SeriesPoints[] = [];
  for (const [position, name] of group.names.entries()) {
    const series = numbers.get(name);
    if (series === undefined) throw new Error(`series "${name}" has values but no head`);
    // A loop: `from` with a function is ten times slower, and this is every value of the run.
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const { block, call } = calls[i] as CallAt;
      values[i] = block.value(call, position);
    }
    columns.push({ series, attempt: group.attempt, length, steps, seqs, times, values });
    await nextTurn();
  }
  return columns;
}

/** Chunk by chunk, since the columns share all but their values. */
async function storeChunks(
  client: PoolClient,
  columns: readonly SeriesPoints[],
  nextChunk: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = new CopyRows();
  const [first] = columns;
  if (!first) return;
  const { length, steps, seqs, times } = first;
  for (let from = 0; from < length; from += CHUNK_POINTS) {
    const end = Math.min(from + CHUNK_POINTS, length);
    const encoder = new ChunkEncoder({
      length: end - from,
      ...{
        steps: steps.subarray(from, end),
        seqs: seqs.subarray(from, end),
        times: times.subarray(from, end),
      },
    });
    for (const { series, attempt, values } of columns) {
      rows.row(6);
      rows.int4(series);
      rows.int2(attempt);
      rows.int4((nextChunk.get(series) ?? 0) + from / CHUNK_POINTS);
      rows.int4(steps[from] ?? 0);
      rows.int4(steps[end - 1] ?? 0);
      rows.bytea(encoder.encode(values.subarray(from, end)));
      await nextTurn();
    }
  }
  await copyIn(client, 'metric_chunk (series, attempt, chunk, first_step, last_step, body)', rows);
}

async function sealGroup(client: PoolClient, run: number, group: HotGroup, count: number): Promise<void> {
  const blocks = await takeBlocks(client, run, group, count);
  if (group.names.length === 0) return;
  const { numbers, nextChunk } = await seriesNumbers(client, run, group);
  const columns = await columnsOf(callsByStep(blocks, count), group, numbers);
  await storeChunks(client, columns, nextChunk);
  await mergeRollups(client, columns);
}

/** @returns how many calls were sealed, and whether there are more of them. */
function sealSome(pool: Pool, runId: RunId, scope: SealScope): Promise<{ sealed: number; more: boolean }> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ number: number }>('SELECT number FROM run WHERE id = $1', [runId]);
    const run = rows[0]?.number;
    if (run === undefined) return { sealed: 0, more: false };
    // A sealing that a crash undoes is done again, so its commit waits for no disk.
    await client.query(
      "SELECT pg_advisory_xact_lock($1, $2), set_config('synchronous_commit', 'off', true)",
      [SEALING_LOCK, run],
    );
    const groups = (await hotGroups(client, run)).map((group) => ({ group, count: sealable(group, scope) }));
    const waiting = groups.filter(({ count }) => count > 0);
    const [first] = waiting;
    if (!first) return { sealed: 0, more: false };
    await sealGroup(client, run, first.group, first.count);
    return { sealed: first.count, more: waiting.length > 1 || first.count === MOST_CALLS };
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
