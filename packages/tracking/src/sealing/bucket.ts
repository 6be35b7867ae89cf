// What is kept of the values of 2^k consecutive steps: enough to draw them so that no spike is lost, and to merge buckets into
// larger ones that are what they would be had they been made from the values themselves. Buckets are columns rather than
// objects: a curve is read, merged and drawn without one allocation a bucket.
import type { Points } from './chunk.ts';

/** Bits of `Buckets.flags`: which values that are not finite a bucket holds. */
export const HOLDS_NAN = 1;
export const HOLDS_INFINITY = 2;
export const HOLDS_NEGATIVE_INFINITY = 4;

/** Parallel columns, ordered by index; each index once. */
export interface Buckets {
  readonly length: number;
  /** floor(step / 2^k). */
  readonly index: Float64Array;
  /** Of all values, finite or not. */
  readonly count: Float64Array;
  readonly flags: Float64Array;
  /** Of the finite values; NaN where there is none. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Of the finite values. */
  readonly sum: Float64Array;
  /** The value of the highest step; of several, the one with the highest seq. */
  readonly last: Float64Array;
  readonly step: Float64Array;
  readonly seq: Float64Array;
  /** ms since the epoch. */
  readonly time: Float64Array;
}

export interface Point {
  readonly step: number;
  readonly seq: number;
  readonly time: number;
  readonly value: number;
}

type Columns = Omit<Buckets, 'length'>;

const columnNames = [
  'index',
  'count',
  'flags',
  'min',
  'max',
  'sum',
  'last',
  'step',
  'seq',
  'time',
] as const satisfies readonly (keyof Columns)[];

/** Columns of zeros in one piece of memory. */
function makeColumns(capacity: number): Columns {
  const memory = new Float64Array(columnNames.length * capacity);
  const column = (i: number): Float64Array => memory.subarray(i * capacity, (i + 1) * capacity);
  return {
    index: column(0),
    count: column(1),
    flags: column(2),
    min: column(3),
    max: column(4),
    sum: column(5),
    last: column(6),
    step: column(7),
    seq: column(8),
    time: column(9),
  };
}

/** Those at positions from `begin` to before `end`; a view. */
export function sliceBuckets(buckets: Columns, begin: number, end: number): Buckets {
  return {
    length: end - begin,
    index: buckets.index.subarray(begin, end),
    count: buckets.count.subarray(begin, end),
    flags: buckets.flags.subarray(begin, end),
    min: buckets.min.subarray(begin, end),
    max: buckets.max.subarray(begin, end),
    sum: buckets.sum.subarray(begin, end),
    last: buckets.last.subarray(begin, end),
    step: buckets.step.subarray(begin, end),
    seq: buckets.seq.subarray(begin, end),
    time: buckets.time.subarray(begin, end),
  };
}

/** Of a value that is not finite. */
function flagOf(value: number): number {
  if (Number.isNaN(value)) return HOLDS_NAN;
  return value > 0 ? HOLDS_INFINITY : HOLDS_NEGATIVE_INFINITY;
}

const FIRST_CAPACITY = 16;

// Every value that is sealed or drawn passes through this class, hence its loops over columns.
/** Buckets of 2^exponent steps, filled in any order from points and from smaller buckets; quickest in the order of steps. */
export class BucketSet {
  readonly exponent: number;
  readonly #stepsPerBucket: number;
  #columns: Columns;
  #length = 0;

  /** @param capacity how many buckets there is room for at first */
  constructor(exponent: number, capacity = FIRST_CAPACITY) {
    this.exponent = exponent;
    this.#stepsPerBucket = 2 ** exponent;
    this.#columns = makeColumns(capacity);
  }

  get size(): number {
    return this.#length;
  }

  /** The buckets as they are now: a view, which the next addition may change. */
  buckets(): Buckets {
    return sliceBuckets(this.#columns, 0, this.#length);
  }

  addPoint({ step, seq, time, value }: Point): void {
    const i = this.#at(Math.floor(step / this.#stepsPerBucket));
    const { count, flags, min, max, sum } = this.#columns;
    count[i] = (count[i] as number) + 1;
    if (Number.isFinite(value)) {
      // Written so that NaN yields to any number.
      if (!((min[i] as number) <= value)) min[i] = value;
      if (!((max[i] as number) >= value)) max[i] = value;
      sum[i] = (sum[i] as number) + value;
    } else {
      flags[i] = (flags[i] as number) | flagOf(value);
    }
    this.#follow(i, { step, seq, time, value });
  }

  /** Those of `points` whose steps lie in the range, both ends included. */
  addPoints({ length, steps, seqs, times, values }: Points, from = 0, to = Infinity): void {
    for (let i = 0; i < length; i++) {
      const step = steps[i] as number;
      if (step < from || step > to) continue;
      this.addPoint({ step, seq: seqs[i] as number, time: times[i] as number, value: values[i] as number });
    }
  }

  /** @param buckets of 2^level steps, with level <= exponent. */
  addBuckets(buckets: Buckets, level: number): void {
    const first = buckets.index[0];
    if (first === undefined) return;
    const isBeyond = this.#length === 0 || (this.#columns.index[this.#length - 1] as number) < first;
    if (level === this.exponent && isBeyond) return this.#append(buckets);
    const perBucket = 2 ** (this.exponent - level);
    for (let j = 0; j < buckets.length; j++) {
      this.#merge(this.#at(Math.floor((buckets.index[j] as number) / perBucket)), buckets, j);
    }
  }

  #append(buckets: Buckets): void {
    const begin = this.#length;
    this.#setLength(begin + buckets.length);
    for (const name of columnNames) this.#columns[name].set(buckets[name], begin);
  }

  #merge(i: number, buckets: Buckets, j: number): void {
    const { count, flags, min, max, sum } = this.#columns;
    count[i] = (count[i] as number) + (buckets.count[j] as number);
    flags[i] = (flags[i] as number) | (buckets.flags[j] as number);
    const [low, high] = [buckets.min[j] as number, buckets.max[j] as number];
    if (!((min[i] as number) <= low) && !Number.isNaN(low)) min[i] = low;
    if (!((max[i] as number) >= high) && !Number.isNaN(high)) max[i] = high;
    sum[i] = (sum[i] as number) + (buckets.sum[j] as number);
    this.#follow(i, {
      step: buckets.step[j] as number,
      seq: buckets.seq[j] as number,
      time: buckets.time[j] as number,
      value: buckets.last[j] as number,
    });
  }

  /** Makes the point the last one of bucket `i` if it is later than what the bucket has. */
  #follow(i: number, { step, seq, time, value }: Point): void {
    const { step: steps, seq: seqs, time: times, last } = this.#columns;
    const known = steps[i] as number;
    if (step < known || (step === known && seq < (seqs[i] as number))) return;
    steps[i] = step;
    seqs[i] = seq;
    times[i] = time;
    last[i] = value;
  }

  /** Position of the bucket with this index; an empty one takes its place if there is none. */
  #at(index: number): number {
    const { index: indices } = this.#columns;
    const end = this.#length;
    const newest = end > 0 ? (indices[end - 1] as number) : -1;
    if (newest === index) return end - 1;
    const at = newest < index ? end : this.#search(index);
    if (at === end || indices[at] !== index) this.#insert(at, index);
    return at;
  }

  /** How many buckets have a lower index. */
  #search(index: number): number {
    const { index: indices } = this.#columns;
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((indices[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(at: number, index: number): void {
    const behind = this.#length;
    this.#setLength(behind + 1);
    if (at < behind) for (const name of columnNames) this.#columns[name].copyWithin(at + 1, at, behind);
    const { index: indices, count, flags, min, max, sum, last, step, seq, time } = this.#columns;
    indices[at] = index;
    count[at] = flags[at] = sum[at] = time[at] = 0;
    min[at] = max[at] = last[at] = NaN;
    step[at] = seq[at] = -1;
  }

  #setLength(length: number): void {
    this.#length = length;
    const columns = this.#columns;
    if (length <= columns.index.length) return;
    this.#columns = makeColumns(2 * length);
    for (const name of columnNames) this.#columns[name].set(columns[name]);
  }
}
