// What is kept of the values of 2^k consecutive steps: enough to draw them so that no spike is lost, and to merge buckets into
// larger ones that are what they would be had they been made from the values themselves.
import type { Points } from './chunk.ts';

/** Bits of `Bucket.flags`: which values that are not finite the bucket holds. */
export const HOLDS_NAN = 1;
export const HOLDS_INFINITY = 2;
export const HOLDS_NEGATIVE_INFINITY = 4;

export interface Bucket {
  /** floor(step / 2^k). */
  index: number;
  /** Of all values, finite or not. */
  count: number;
  flags: number;
  /** Of the finite values; NaN where there is none. */
  min: number;
  max: number;
  /** Of the finite values. */
  sum: number;
  /** The value of the highest step; of several, the one with the highest seq. */
  last: number;
  step: number;
  seq: number;
  /** ms since the epoch. */
  time: number;
}

export interface Point {
  readonly step: number;
  readonly seq: number;
  readonly time: number;
  readonly value: number;
}

/** Of a value that is not finite. */
function flagOf(value: number): number {
  if (Number.isNaN(value)) return HOLDS_NAN;
  return value > 0 ? HOLDS_INFINITY : HOLDS_NEGATIVE_INFINITY;
}

function emptyBucket(index: number): Bucket {
  return {
    index,
    count: 0,
    flags: 0,
    min: NaN,
    max: NaN,
    sum: 0,
    last: NaN,
    step: -1,
    seq: -1,
    time: 0,
  };
}

function addTo(bucket: Bucket, { step, seq, time, value }: Point): void {
  bucket.count += 1;
  if (Number.isFinite(value)) {
    // Written so that NaN yields to any number.
    if (!(bucket.min <= value)) bucket.min = value;
    if (!(bucket.max >= value)) bucket.max = value;
    bucket.sum += value;
  } else {
    bucket.flags |= flagOf(value);
  }
  if (step > bucket.step || (step === bucket.step && seq >= bucket.seq)) {
    bucket.last = value;
    bucket.step = step;
    bucket.seq = seq;
    bucket.time = time;
  }
}

function mergeInto(bucket: Bucket, other: Bucket): void {
  bucket.count += other.count;
  bucket.flags |= other.flags;
  if (!(bucket.min <= other.min) && !Number.isNaN(other.min)) bucket.min = other.min;
  if (!(bucket.max >= other.max) && !Number.isNaN(other.max)) bucket.max = other.max;
  bucket.sum += other.sum;
  if (other.step > bucket.step || (other.step === bucket.step && other.seq >= bucket.seq)) {
    bucket.last = other.last;
    bucket.step = other.step;
    bucket.seq = other.seq;
    bucket.time = other.time;
  }
}

/** Buckets of 2^exponent steps, filled in any order from points and from smaller buckets. */
export class BucketSet {
  readonly exponent: number;
  readonly #buckets = new Map<number, Bucket>();
  #recent: Bucket | undefined;
  readonly #stepsPerBucket: number;

  constructor(exponent: number) {
    this.exponent = exponent;
    this.#stepsPerBucket = 2 ** exponent;
  }

  #at(index: number): Bucket {
    if (this.#recent?.index === index) return this.#recent;
    let bucket = this.#buckets.get(index);
    if (!bucket) {
      bucket = emptyBucket(index);
      this.#buckets.set(index, bucket);
    }
    this.#recent = bucket;
    return bucket;
  }

  addPoint(point: Point): void {
    addTo(this.#at(Math.floor(point.step / this.#stepsPerBucket)), point);
  }

  /** Those of `points` whose steps lie in the range, both ends included. */
  addPoints({ length, steps, seqs, times, values }: Points, from = 0, to = Infinity): void {
    for (let i = 0; i < length; i++) {
      const step = steps[i] as number;
      if (step < from || step > to) continue;
      this.addPoint({ step, seq: seqs[i] as number, time: times[i] as number, value: values[i] as number });
    }
  }

  /** @param bucket of 2^level steps, with level <= exponent. */
  addBucket(bucket: Bucket, level: number): void {
    mergeInto(this.#at(Math.floor(bucket.index / 2 ** (this.exponent - level))), bucket);
  }

  /** Takes over a bucket of this set's own size, which nobody else may change from then on. */
  adopt(bucket: Bucket): void {
    if (this.#buckets.has(bucket.index)) mergeInto(this.#at(bucket.index), bucket);
    else this.#buckets.set(bucket.index, bucket);
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** By index. */
  sorted(): Bucket[] {
    const buckets = [...this.#buckets.values()];
    const isSorted = buckets.every((bucket, i) => i === 0 || bucket.index > (buckets[i - 1]?.index ?? 0));
    return isSorted ? buckets : buckets.sort((a, b) => a.index - b.index);
  }
}
