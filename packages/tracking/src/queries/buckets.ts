// Arithmetic of curve buckets: how large they are, and how the parts of one bucket that attempts and layouts hold are joined.
import { toJsonNumber, type JsonNumber } from '../json-number.ts';
import type { CurvePoint } from '../results.ts';

/** What one layout of one attempt holds of one bucket. */
export interface Bucket extends CurvePoint {
  /** floor(step / 2^k). */
  readonly bucket: number;
  readonly attempt: number;
  /** Number of the last entry. */
  readonly seq: number;
  readonly count: number;
}

/**
 * The smallest k for which buckets of 2^k steps over [first, last] are at most `buckets`; 0 where the points themselves
 * are no more than that, or where there are none.
 */
export function bucketExponent(curve: {
  first: number;
  last: number;
  points: number;
  buckets: number;
}): number {
  const { first, last, points, buckets } = curve;
  if (points <= buckets) return 0;
  const most = Math.max(1, buckets);
  let exponent = 0;
  const index = (step: number): number => Math.floor(step / 2 ** exponent);
  // Both indices are 0 at 31, since steps are below 2^31.
  while (exponent < 31 && index(last) - index(first) + 1 > most) exponent += 1;
  return exponent;
}

/** Math.min and Math.max answer NaN if asked about one; here NaN yields to any number. */
function extreme(pick: (a: number, b: number) => number, a: JsonNumber, b: JsonNumber): JsonNumber {
  if (a === 'NaN') return b;
  if (b === 'NaN') return a;
  return toJsonNumber(pick(Number(a), Number(b)));
}

function join(a: Bucket, b: Bucket): Bucket {
  const later = a.attempt > b.attempt || (a.attempt === b.attempt && a.seq > b.seq) ? a : b;
  const count = a.count + b.count;
  return {
    ...later,
    count,
    min: extreme(Math.min, a.min, b.min),
    max: extreme(Math.max, a.max, b.max),
    mean: toJsonNumber((Number(a.mean) * a.count + Number(b.mean) * b.count) / count),
  };
}

/** The points of a curve by step, one per bucket. */
export function mergeBuckets(parts: readonly Bucket[]): CurvePoint[] {
  const merged = new Map<number, Bucket>();
  for (const part of parts) {
    const present = merged.get(part.bucket);
    merged.set(part.bucket, present ? join(present, part) : part);
  }
  return [...merged.values()]
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ step, time, min, max, mean, last }) => ({ step, time, min, max, mean, last }));
}
