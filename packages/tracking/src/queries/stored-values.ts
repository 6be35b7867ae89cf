// Fetches the stored pieces of many curves in one statement, so that all are of one moment: a value that is being sealed
// meanwhile is seen in exactly one of its two places.
import { copyOut, type CopiedRows } from '../database/copy.ts';
import type { Database } from '../database/open-database.ts';
import type { BucketSet } from '../sealing/bucket.ts';
import { decodeChunk } from '../sealing/chunk.ts';
import { decodeSegment } from '../sealing/rollup.ts';
import { coverRange, segmentsOf, type Piece, type StepRange } from './curve-cover.ts';
import type { AttemptExtent, CurveSource, SeriesSource } from './curve-sources.ts';

export interface WantedCurve {
  readonly source: CurveSource;
  readonly series: SeriesSource;
  /** Receives what is stored; its exponent says how fine it is wanted. */
  readonly set: BucketSet;
}

type Wanted<P> = P & { readonly curve: WantedCurve; readonly attempt: number };
type WantedRollup = Wanted<Extract<Piece, { source: 'rollup' }>>;
type WantedPoints = Wanted<Extract<Piece, { source: 'points' }>>;
interface WantedRows {
  readonly source: CurveSource;
  readonly layout: number;
  /** Curves by the position of their value. */
  readonly columns: readonly { readonly curve: WantedCurve; readonly column: number }[];
}

/** What of an attempt counts, opened at ends where it has nothing to cut off, so that whole buckets cover it. */
function visibleRange(attempt: AttemptExtent, window: StepRange): StepRange {
  const to = Math.min(window.to, attempt.visibleTo);
  return {
    from: window.from <= attempt.firstStep ? 0 : window.from,
    to: to >= attempt.lastStep ? 0x7fffffff : to,
  };
}

function sealedPieces(curves: readonly WantedCurve[], window: StepRange): (WantedRollup | WantedPoints)[] {
  return curves.flatMap((curve) =>
    curve.source.attempts.flatMap((attempt): (WantedRollup | WantedPoints)[] => {
      // Without a pyramid, points are asked for: a sealer may have made it since.
      const top = curve.series.tops[attempt.number] ?? 0;
      const pieces = coverRange(visibleRange(attempt, window), Math.min(top, curve.set.exponent));
      return pieces.map((piece) => ({ ...piece, curve, attempt: attempt.number }));
    }),
  );
}

function hotRows(curves: readonly WantedCurve[]): WantedRows[] {
  const sources = new Set(curves.map(({ source }) => source));
  return [...sources].flatMap((source) =>
    source.layouts.flatMap(({ id, names }) => {
      const columns = curves
        .filter((curve) => curve.source === source && names.includes(curve.series.name))
        .map((curve) => ({ curve, column: names.indexOf(curve.series.name) + 1 }));
      return columns.length > 0 ? [{ source, layout: id, columns }] : [];
    }),
  );
}

/** In place of what only a hot row says of itself: attempt, seq, step and time. */
const SAYS_ITSELF = `0, 0, 0, 'epoch'::timestamptz`;

function selectRollups(pieces: readonly WantedRollup[]): string {
  const rows = pieces.map(({ curve, attempt, ...piece }, i) => {
    const segments = segmentsOf(piece);
    return `(${i}, ${curve.series.number}, ${attempt}, ${piece.level}, ${segments.from}, ${segments.to})`;
  });
  return `SELECT 0, piece.i, ${SAYS_ITSELF}, stored.body, NULL::float8[]
    FROM (VALUES ${rows.join(', ')}) AS piece (i, series, attempt, level, first, last)
    JOIN metric_rollup AS stored ON stored.series = piece.series AND stored.attempt = piece.attempt
     AND stored.level = piece.level AND stored.segment BETWEEN piece.first AND piece.last`;
}

function selectChunks(pieces: readonly WantedPoints[]): string {
  const rows = pieces.map(
    ({ curve, attempt, from, to }, i) => `(${i}, ${curve.series.number}, ${attempt}, ${from}, ${to})`,
  );
  return `SELECT 1, piece.i, ${SAYS_ITSELF}, stored.body, NULL::float8[]
    FROM (VALUES ${rows.join(', ')}) AS piece (i, series, attempt, first, last)
    JOIN metric_chunk AS stored ON stored.series = piece.series AND stored.attempt = piece.attempt
     AND stored.last_step >= piece.first AND stored.first_step <= piece.last`;
}

function selectHot({ source, layout, columns }: WantedRows, i: number, window: StepRange): string {
  const values = columns.map(({ column }) => `"values"[${column}]`).join(', ');
  return `SELECT 2, ${i}, attempt::int, seq, step, "time", NULL::bytea, ARRAY[${values}]
    FROM metric_hot WHERE run = ${source.run} AND layout = ${layout} AND step BETWEEN ${window.from} AND ${window.to}`;
}

function addRollup(piece: WantedRollup | undefined, body: Buffer): void {
  if (!piece) return;
  const { set } = piece.curve;
  for (const bucket of decodeSegment(body, piece.first, piece.last)) {
    if (piece.level === set.exponent) set.adopt(bucket);
    else set.addBucket(bucket, piece.level);
  }
}

function addPoints(piece: WantedPoints | undefined, body: Buffer): void {
  if (!piece) return;
  const { length, steps, seqs, times, values } = decodeChunk(body);
  for (let i = 0; i < length; i++) {
    const step = steps[i] ?? 0;
    if (step < piece.from || step > piece.to) continue;
    piece.curve.set.addPoint({ step, seq: seqs[i] ?? 0, time: times[i] ?? 0, value: values[i] ?? NaN });
  }
}

interface HotRow {
  readonly attempt: number;
  readonly seq: number;
  readonly step: number;
  readonly time: number;
  readonly values: readonly number[];
}

function addHot(wanted: WantedRows | undefined, { attempt: number, seq, step, time, values }: HotRow): void {
  if (!wanted) return;
  const attempt = wanted.source.attempts.find((candidate) => candidate.number === number);
  if (!attempt || step > attempt.visibleTo) return;
  for (const [i, { curve }] of wanted.columns.entries()) {
    curve.set.addPoint({ step, seq, time, value: values[i] ?? NaN });
  }
}

interface Pieces {
  readonly rollups: readonly WantedRollup[];
  readonly chunks: readonly WantedPoints[];
  readonly hot: readonly WantedRows[];
}

function addRows(rows: CopiedRows, { rollups, chunks, hot }: Pieces): void {
  while (rows.next()) {
    const kind = rows.int4();
    const i = rows.int4();
    const row = { attempt: rows.int4(), seq: rows.int4(), step: rows.int4(), time: rows.timestamp() };
    const body = rows.bytea();
    const values = rows.float8Array();
    if (kind === 0) addRollup(rollups[i], body);
    else if (kind === 1) addPoints(chunks[i], body);
    else addHot(hot[i], { ...row, values });
  }
}

/** Fills the sets of `curves` with what is stored of them in `window`. */
export async function addStoredValues(
  db: Database,
  curves: readonly WantedCurve[],
  window: StepRange,
): Promise<void> {
  const sealed = sealedPieces(curves, window);
  const rollups = sealed.filter((piece) => piece.source === 'rollup');
  const chunks = sealed.filter((piece) => piece.source === 'points');
  const hot = hotRows(curves);
  const selects = [
    ...(rollups.length > 0 ? [selectRollups(rollups)] : []),
    ...(chunks.length > 0 ? [selectChunks(chunks)] : []),
    ...hot.map((rows, i) => selectHot(rows, i, window)),
  ];
  if (selects.length === 0) return;
  const client = await db.pool.connect();
  let broken = true;
  try {
    addRows(await copyOut(client, selects.join(' UNION ALL ')), { rollups, chunks, hot });
    broken = false;
  } finally {
    client.release(broken);
  }
}
