// How large the buckets of a curve are, and what is said of one.
import { toJsonNumber, type JsonNumber } from '../json-number.ts';
import type { CurvePoint } from '../results.ts';
import { HOLDS_INFINITY, HOLDS_NAN, HOLDS_NEGATIVE_INFINITY, type Bucket } from '../sealing/bucket.ts';

/** The smallest k for which buckets of 2^k steps over [first, last] are at most `buckets`; 0 where there are no steps. */
export function bucketExponent(curve: { first: number; last: number; buckets: number }): number {
  const { first, last, buckets } = curve;
  const most = Math.max(1, buckets);
  let exponent = 0;
  const index = (step: number): number => Math.floor(step / 2 ** exponent);
  // Both indices are 0 at 31, since steps are below 2^31.
  while (exponent < 31 && index(last) - index(first) + 1 > most) exponent += 1;
  return exponent;
}

function meanOf({ flags, sum, count }: Bucket): JsonNumber {
  const isUndefined = flags & HOLDS_NAN || (flags & HOLDS_INFINITY && flags & HOLDS_NEGATIVE_INFINITY);
  if (isUndefined) return 'NaN';
  if (flags & HOLDS_INFINITY) return 'Infinity';
  if (flags & HOLDS_NEGATIVE_INFINITY) return '-Infinity';
  return toJsonNumber(sum / count);
}

/** Of the finite extremes and the infinities, whichever reaches further. */
function extremesOf({ flags, min, max }: Bucket): { min: JsonNumber; max: JsonNumber } {
  const low =
    flags & HOLDS_NEGATIVE_INFINITY
      ? -Infinity
      : Number.isNaN(min) && flags & HOLDS_INFINITY
        ? Infinity
        : min;
  const high =
    flags & HOLDS_INFINITY
      ? Infinity
      : Number.isNaN(max) && flags & HOLDS_NEGATIVE_INFINITY
        ? -Infinity
        : max;
  return { min: toJsonNumber(low), max: toJsonNumber(high) };
}

export function toCurvePoint(bucket: Bucket): CurvePoint {
  const { step, time, last, flags, min, max, sum, count } = bucket;
  if (flags === 0) return { step, time, min, max, mean: toJsonNumber(sum / count), last };
  return {
    step,
    time,
    ...extremesOf(bucket),
    mean: meanOf(bucket),
    last: toJsonNumber(last),
    finite: Number.isNaN(min) ? null : { min, max },
  };
}
