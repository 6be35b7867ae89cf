// Adds newly sealed points to the pyramids of their series: only segments that the points fall into are read and written again.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { copyIn, copyOut, CopyRows, type CopiedRows } from '../database/copy.ts';
import { BucketSet, sliceBuckets, type Buckets } from './bucket.ts';
import type { Points } from './chunk.ts';
import { decodeSegment, encodeSegment, levelAbove, LOWEST_LEVEL, segmentOf, topLevel } from './rollup.ts';

/** Points of one series in one attempt. */
export interface SeriesPoints extends Points {
  readonly series: number;
  readonly attempt: number;
  readonly steps: Float64Array;
  readonly seqs: Float64Array;
  readonly times: Float64Array;
}

interface SegmentKey {
  readonly series: number;
  readonly attempt: number;
  readonly level: number;
  readonly segment: number;
}

const keyOf = ({ series, attempt, level, segment }: SegmentKey): string =>
  `${series} ${attempt} ${level} ${segment}`;

function lowestBuckets(points: Points): Buckets {
  const set = new BucketSet(LOWEST_LEVEL);
  set.addPoints(points);
  return set.buckets();
}

interface NewSegment extends SegmentKey {
  readonly buckets: Buckets;
}

/** New buckets of one level of one series, by segment. */
function* segmentsOf(
  { series, attempt }: SeriesPoints,
  level: number,
  buckets: Buckets,
): Generator<NewSegment> {
  const at = (position: number): number => segmentOf(buckets.index[position] ?? 0);
  for (let from = 0; from < buckets.length;) {
    const segment = at(from);
    let end = from + 1;
    while (end < buckets.length && at(end) === segment) end += 1;
    yield { series, attempt, level, segment, buckets: sliceBuckets(buckets, from, end) };
    from = end;
  }
}

/** What the points add to the levels up to `top`. */
function newSegments(points: SeriesPoints, top: number): NewSegment[] {
  let buckets = lowestBuckets(points);
  const segments = [...segmentsOf(points, LOWEST_LEVEL, buckets)];
  for (let level = LOWEST_LEVEL + 1; level <= top; level++) {
    buckets = levelAbove(buckets, level);
    segments.push(...segmentsOf(points, level, buckets));
  }
  return segments;
}

function readSegments(rows: CopiedRows): Map<string, Buckets> {
  const segments = new Map<string, Buckets>();
  while (rows.next()) {
    const key = { series: rows.int4(), attempt: rows.int4(), level: rows.int4(), segment: rows.int4() };
    segments.set(keyOf(key), decodeSegment(rows.bytea()));
  }
  return segments;
}

/** The segments there are of `keys`, taken out of the table. */
async function takeSegments(client: PoolClient, keys: readonly SegmentKey[]): Promise<Map<string, Buckets>> {
  const values = keys.map((key) => `(${key.series}, ${key.attempt}, ${key.level}, ${key.segment})`);
  return readSegments(
    await copyOut(
      client,
      `DELETE FROM metric_rollup AS old USING (VALUES ${values.join(', ')}) AS key (series, attempt, level, segment)
       WHERE old.series = key.series AND old.attempt = key.attempt AND old.level = key.level AND old.segment = key.segment
       RETURNING old.series, old.attempt::int, old.level::int, old.segment, old.body`,
    ),
  );
}

/** Highest level that each series has in its attempt. */
async function presentTops(
  client: PoolClient,
  columns: readonly SeriesPoints[],
): Promise<Map<number, number>> {
  const { rows } = await client.query<{ series: number; level: number }>(
    `SELECT series, max(level)::int AS level FROM metric_rollup
     WHERE series = ANY ($1) AND attempt = $2 GROUP BY series`,
    [columns.map(({ series }) => series), columns[0]?.attempt ?? 0],
  );
  return new Map(rows.map(({ series, level }) => [series, level]));
}

/** All buckets of one level, of which `written` (by segment) are newer than the table. */
async function wholeLevel(
  client: PoolClient,
  { series, attempt }: SeriesPoints,
  level: number,
  written: ReadonlyMap<string, Buckets>,
): Promise<Buckets> {
  const where = `series = ${series} AND attempt = ${attempt} AND level = ${level}`;
  const stored = readSegments(
    await copyOut(
      client,
      `SELECT series, attempt::int, level::int, segment, body FROM metric_rollup WHERE ${where}`,
    ),
  );
  const prefix = `${series} ${attempt} ${level} `;
  const whole = new BucketSet(level);
  for (const buckets of stored.values()) whole.addBuckets(buckets, level);
  for (const [key, buckets] of written) if (key.startsWith(prefix)) whole.addBuckets(buckets, level);
  return whole.buckets();
}

/** Adds the points of series of one attempt, which must not have been added before. */
export async function mergeRollups(client: PoolClient, columns: readonly SeriesPoints[]): Promise<void> {
  const tops = await presentTops(client, columns);
  const added: NewSegment[] = [];
  for (const points of columns) {
    added.push(...newSegments(points, tops.get(points.series) ?? LOWEST_LEVEL));
    await nextTurn();
  }
  const present = await takeSegments(client, added);
  const written = new Map<string, Buckets>();
  const rows = new CopyRows();
  const write = (key: SegmentKey, buckets: Buckets): void => {
    written.set(keyOf(key), buckets);
    rows.row(5);
    rows.int4(key.series);
    rows.int2(key.attempt);
    rows.int2(key.level);
    rows.int4(key.segment);
    rows.bytea(encodeSegment(buckets));
  };
  for (const { buckets, ...key } of added) {
    const merged = new BucketSet(key.level);
    const known = present.get(keyOf(key));
    if (known) merged.addBuckets(known, key.level);
    merged.addBuckets(buckets, key.level);
    write(key, merged.buckets());
    await nextTurn();
  }
  // Levels that the series has grown to: made of all of the level below, once.
  for (const points of columns) {
    const top = tops.get(points.series) ?? LOWEST_LEVEL;
    const wanted = topLevel(points.steps[points.length - 1] ?? 0);
    if (wanted <= top) continue;
    let buckets = await wholeLevel(client, points, top, written);
    for (let level = top + 1; level <= wanted; level++) {
      buckets = levelAbove(buckets, level);
      for (const { buckets: part, ...key } of segmentsOf(points, level, buckets)) write(key, part);
    }
  }
  await copyIn(client, 'metric_rollup (series, attempt, level, segment, body)', rows);
}
