// Fetches the stored pieces of many curves in one statement, so that all are of one moment: a value that is being sealed
// meanwhile is seen in exactly one of its two places.
import { copyOut, type CopiedRows } from '../database/copy.ts';
import type { Database } from '../database/open-database.ts';
import { HotBlock } from '../hot/hot-block.ts';
import type { BucketSet } from '../sealing/bucket.ts';
import { decodeChunk, type ChunkMemory } from '../sealing/chunk.ts';
import { decodeSegment, type SegmentMemory } from '../sealing/rollup.ts';
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
interface WantedCalls {
  readonly source: CurveSource;
  readonly layout: number;
  /** How many values a call has. */
  readonly width: number;
  /** Curves by the position of their value. */
  readonly columns: readonly { readonly curve: WantedCurve; readonly position: number }[];
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

function hotCalls(curves: readonly WantedCurve[]): WantedCalls[] {
  const sources = new Set(curves.map(({ source }) => source));
  return [...sources].flatMap((source) =>
    source.layouts.flatMap(({ id, names }) => {
      const columns = curves
        .filter((curve) => curve.source === source && names.includes(curve.series.name))
        .map((curve) => ({ curve, position: names.indexOf(curve.series.name) }));
      return columns.length > 0 ? [{ source, layout: id, width: names.length, columns }] : [];
    }),
  );
}

function selectRollups(pieces: readonly WantedRollup[]): string {
  const rows = pieces.map(({ curve, attempt, ...piece }, i) => {
    const segments = segmentsOf(piece);
    return `(${i}, ${curve.series.number}, ${attempt}, ${piece.level}, ${segments.from}, ${segments.to})`;
  });
  return `SELECT 0, piece.i, 0, stored.body
    FROM (VALUES ${rows.join(', ')}) AS piece (i, series, attempt, level, first, last)
    JOIN metric_rollup AS stored ON stored.series = piece.series AND stored.attempt = piece.attempt
     AND stored.level = piece.level AND stored.segment BETWEEN piece.first AND piece.last`;
}

function selectChunks(pieces: readonly WantedPoints[]): string {
  const rows = pieces.map(
    ({ curve, attempt, from, to }, i) => `(${i}, ${curve.series.number}, ${attempt}, ${from}, ${to})`,
  );
  return `SELECT 1, piece.i, 0, stored.body
    FROM (VALUES ${rows.join(', ')}) AS piece (i, series, attempt, first, last)
    JOIN metric_chunk AS stored ON stored.series = piece.series AND stored.attempt = piece.attempt
     AND stored.last_step >= piece.first AND stored.first_step <= piece.last`;
}

function selectHot({ source, layout }: WantedCalls, i: number, window: StepRange): string {
  return `SELECT 2, ${i}, attempt::int, body FROM metric_hot
    WHERE run = ${source.run} AND layout = ${layout} AND last_step >= ${window.from} AND first_step <= ${window.to}`;
}

function addHot(wanted: WantedCalls | undefined, number: number, body: Buffer, window: StepRange): void {
  const attempt = wanted?.source.attempts.find((candidate) => candidate.number === number);
  if (!wanted || !attempt) return;
  const block = new HotBlock(wanted.width, body);
  const to = Math.min(window.to, attempt.visibleTo);
  for (let call = 0; call < block.length; call++) {
    const step = block.step(call);
    if (step < window.from || step > to) continue;
    const [seq, time] = [block.seq(call), block.time(call)];
    for (const { curve, position } of wanted.columns) {
      curve.set.addPoint({ step, seq, time, value: block.value(call, position) });
    }
  }
}

interface Pieces {
  readonly rollups: readonly WantedRollup[];
  readonly chunks: readonly WantedPoints[];
  readonly hot: readonly WantedCalls[];
  readonly window: StepRange;
}

function addRows(rows: CopiedRows, { rollups, chunks, hot, window }: Pieces): void {
  const segments: SegmentMemory = new Map();
  const calls: ChunkMemory = new Map();
  while (rows.next()) {
    const [kind, i, attempt, body] = [rows.int4(), rows.int4(), rows.int4(), rows.bytea()];
    if (kind === 0) {
      const piece = rollups[i];
      piece?.curve.set.addBuckets(decodeSegment(body, { ...piece, memory: segments }), piece.level);
    } else if (kind === 1) {
      const piece = chunks[i];
      piece?.curve.set.addPoints(decodeChunk(body, { ...piece, memory: calls }));
    } else addHot(hot[i], attempt, body, window);
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
  const hot = hotCalls(curves);
  const selects = [
    ...(rollups.length > 0 ? [selectRollups(rollups)] : []),
    ...(chunks.length > 0 ? [selectChunks(chunks)] : []),
    ...hot.map((calls, i) => selectHot(calls, i, window)),
  ];
  if (selects.length === 0) return;
  const client = await db.pool.connect();
  let broken = true;
  try {
    addRows(await copyOut(client, selects.join(' UNION ALL ')), { rollups, chunks, hot, window });
    broken = false;
  } finally {
    client.release(broken);
  }
}
