// How did a run's values develop? Steps are gathered in buckets of 2^k steps that keep min, max, mean and last, so that every
// spike survives; buckets are aligned to multiples of their size, so that a growing run never re-draws its past.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { JsonNumber } from '../json-number.ts';
import type { Curve } from '../results.ts';
import { bucketExponent, mergeBuckets, type Bucket } from './buckets.ts';

export interface CurveRequest {
  readonly runId: RunId;
  /** @default every series of the run */
  readonly names?: readonly string[];
  /** Most points a curve may have: about one per pixel. */
  readonly buckets: number;
  /** Inclusive. */
  readonly fromStep?: number;
  /** Inclusive. */
  readonly toStep?: number;
}

const LAST_STEP = 0x7fffffff;

/**
 * The rows that count: an attempt's until the first step of any later one. Parameters: run, from, to.
 * Ends in a WHERE clause.
 */
const VISIBLE_ROWS = `
  FROM run
  JOIN (
    SELECT run_id, number, min(first_step) OVER (PARTITION BY run_id ORDER BY number
                                                 ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS superseded_from
    FROM attempt
  ) AS visible ON visible.run_id = run.id
  JOIN metric_hot AS hot ON hot.run = run.number AND hot.attempt = visible.number
  WHERE run.id = $1 AND hot.step BETWEEN $2 AND least($3, visible.superseded_from - 1)`;

interface LayoutExtent {
  layout: number;
  names: string[];
  rows: number;
  first: number;
  last: number;
}

async function layoutExtents(db: Database, window: readonly unknown[]): Promise<LayoutExtent[]> {
  const { rows } = await db.pool.query<LayoutExtent>(
    `SELECT extent.*, metric_layout.names
     FROM (SELECT hot.layout, count(*)::int AS rows, min(hot.step) AS first, max(hot.step) AS last
           ${VISIBLE_ROWS} GROUP BY hot.layout) AS extent
     JOIN metric_layout ON metric_layout.id = extent.layout ORDER BY extent.layout`,
    [...window],
  );
  return rows;
}

/** Points of the fullest wanted series, over all layouts it is in. */
function mostPoints(extents: readonly LayoutExtent[], isWanted: (name: string) => boolean): number {
  const points = new Map<string, number>();
  for (const { names, rows } of extents) {
    for (const name of names.filter(isWanted)) points.set(name, (points.get(name) ?? 0) + rows);
  }
  return Math.max(0, ...points.values());
}

interface BucketRow {
  bucket: number;
  attempt: number;
  seq: number;
  count: number;
  step: number;
  time: number;
  mins: JsonNumber[];
  maxs: JsonNumber[];
  means: JsonNumber[];
  lasts: JsonNumber[];
}

/** @param columns 1-based positions of the wanted names in the layout. */
async function readBuckets(
  db: Database,
  window: readonly unknown[],
  layout: { readonly id: number; readonly columns: readonly number[]; readonly exponent: number },
): Promise<BucketRow[]> {
  // PostgreSQL takes NaN for the largest number: min passes it over by itself, max does not.
  const each = (expression: (value: string) => string): string =>
    `to_json(ARRAY[${layout.columns.map((column) => expression(`"values"[${column}]`)).join(', ')}])`;
  const { rows } = await db.pool.query<BucketRow>(
    `WITH bucket AS (
       SELECT hot.run, hot.attempt, hot.step >> $5 AS bucket, count(*)::int AS count, max(hot.seq) AS seq,
              ${each((value) => `min(${value})`)} AS mins,
              ${each((value) => `coalesce(max(nullif(${value}, 'NaN')), 'NaN')`)} AS maxs,
              ${each((value) => `avg(${value})`)} AS means
       ${VISIBLE_ROWS} AND hot.layout = $4
       GROUP BY hot.run, hot.attempt, hot.step >> $5
     )
     SELECT bucket.bucket, bucket.attempt, bucket.seq, bucket.count, bucket.mins, bucket.maxs, bucket.means, last.step,
            (extract(epoch FROM last."time") * 1000)::float8 AS time, ${each((value) => `last.${value}`)} AS lasts
     FROM bucket JOIN metric_hot AS last USING (run, attempt, seq)`,
    [...window, layout.id, layout.exponent],
  );
  return rows;
}

/** The curves in the order in which their names are logged; a name the run does not have is left out. */
export async function readCurves(db: Database, request: CurveRequest): Promise<Curve[]> {
  const { runId, names, buckets, fromStep = 0, toStep = LAST_STEP } = request;
  const window = [runId, Math.max(0, Math.floor(fromStep)), Math.min(LAST_STEP, Math.ceil(toStep))];
  const isWanted = (name: string): boolean => names?.includes(name) ?? true;

  const extents = (await layoutExtents(db, window)).filter((extent) => extent.names.some(isWanted));
  const exponent = bucketExponent({
    first: Math.min(...extents.map((extent) => extent.first)),
    last: Math.max(...extents.map((extent) => extent.last)),
    points: mostPoints(extents, isWanted),
    buckets,
  });

  const curves = new Map<string, Bucket[]>();
  for (const extent of extents) {
    const wanted = extent.names.flatMap((name, i) => (isWanted(name) ? [{ name, column: i + 1 }] : []));
    const columns = wanted.map(({ column }) => column);
    const rows = await readBuckets(db, window, { id: extent.layout, columns, exponent });
    for (const [i, { name }] of wanted.entries()) {
      const curve = curves.get(name) ?? [];
      curves.set(name, curve);
      for (const { mins, maxs, means, lasts, ...row } of rows) {
        curve.push({
          ...row,
          min: mins[i] ?? 'NaN',
          max: maxs[i] ?? 'NaN',
          mean: means[i] ?? 'NaN',
          last: lasts[i] ?? 'NaN',
        });
      }
    }
  }
  return [...curves].map(([name, parts]) => ({
    name,
    points: mergeBuckets(parts),
    resolution: 2 ** exponent,
  }));
}
