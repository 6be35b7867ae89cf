// How large the buckets of a curve are, and what is said of one.
import { toJsonNumber } from '../json-number.ts';
import type { CurveColumns, CurvePoint } from '../results.ts';
import { HOLDS_INFINITY, HOLDS_NAN, HOLDS_NEGATIVE_INFINITY, type Buckets } from '../sealing/bucket.ts';

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

function meanAt({ flags, sum, count }: Buckets, i: number): number {
  const held = flags[i] as number;
  const finite = (sum[i] as number) / (count[i] as number);
  if (held === 0) return finite;
  if (held & HOLDS_NAN || (held & HOLDS_INFINITY && held & HOLDS_NEGATIVE_INFINITY)) return NaN;
  return held & HOLDS_INFINITY ? Infinity : -Infinity;
}

/** Of the finite extremes and the infinities, whichever reaches further. */
function lowestAt({ flags, min }: Buckets, i: number): number {
  const held = flags[i] as number;
  const finite = min[i] as number;
  if (held & HOLDS_NEGATIVE_INFINITY) return -Infinity;
  return Number.isNaN(finite) && held & HOLDS_INFINITY ? Infinity : finite;
}

function highestAt({ flags, max }: Buckets, i: number): number {
  const held = flags[i] as number;
  const finite = max[i] as number;
  if (held & HOLDS_INFINITY) return Infinity;
  return Number.isNaN(finite) && held & HOLDS_NEGATIVE_INFINITY ? -Infinity : finite;
}

export function toCurvePoints(buckets: Buckets): CurvePoint[] {
  return Array.from({ length: buckets.length }, (_, i) => {
    const [min, max] = [buckets.min[i] as number, buckets.max[i] as number];
    return {
      step: buckets.step[i] as number,
      time: buckets.time[i] as number,
      min: toJsonNumber(lowestAt(buckets, i)),
      max: toJsonNumber(highestAt(buckets, i)),
      mean: toJsonNumber(meanAt(buckets, i)),
      last: toJsonNumber(buckets.last[i] as number),
      ...(buckets.flags[i] !== 0 && { finite: Number.isNaN(min) ? null : { min, max } }),
    };
  });
}

type Columns = Omit<CurveColumns, 'name' | 'resolution'>;

/** The same, column by column. */
export function toCurveColumns(buckets: Buckets): Columns {
  const { length, flags, min, max, last, step: steps, time: times } = buckets;
  const mean = new Float64Array(length);
  let isFinite = true;
  for (let i = 0; i < length; i++) {
    mean[i] = meanAt(buckets, i);
    isFinite &&= flags[i] === 0;
  }
  if (isFinite) return { steps, times, min, max, mean, last };
  const [lowest, highest] = [min.slice(), max.slice()];
  for (let i = 0; i < length; i++) {
    lowest[i] = lowestAt(buckets, i);
    highest[i] = highestAt(buckets, i);
  }
  return { steps, times, min: lowest, max: highest, mean, last };
}
