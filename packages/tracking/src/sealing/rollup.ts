// The pyramid above the chunks of a series: for each level k, buckets of 2^k steps, 256 aligned ones a segment. The lowest
// level has 64 steps a bucket; below it, reading the points themselves is as quick.
import { BucketSet, type Bucket } from './bucket.ts';
import { ByteReader, ByteWriter } from './column.ts';

export const LOWEST_LEVEL = 6;
export const SEGMENT_BUCKETS = 256;
/** A level is kept once the attempt spans so many of its buckets: above that, the level below is small enough to read. */
const FEWEST_BUCKETS = 16;
const VERSION = 1;

export const segmentOf = (index: number): number => Math.floor(index / SEGMENT_BUCKETS);

/** Highest level kept of a series whose steps reach `lastStep`. */
export function topLevel(lastStep: number): number {
  let level = LOWEST_LEVEL;
  while (Math.floor(lastStep / 2 ** (level + 1)) >= FEWEST_BUCKETS) level += 1;
  return level;
}

/** The buckets of 2^level steps made of buckets of 2^(level - 1). */
export function levelAbove(buckets: readonly Bucket[], level: number): Bucket[] {
  const above = new BucketSet(level);
  for (const bucket of buckets) above.addBucket(bucket, level - 1);
  return above.sorted();
}

/** @param buckets of one segment, by index. */
export function encodeSegment(buckets: readonly Bucket[]): Buffer {
  const { length } = buckets;
  const column = (): Float64Array => new Float64Array(length);
  const [index, count, flags, step, seq, time] = [column(), column(), column(), column(), column(), column()];
  const [min, max, sum, last] = [column(), column(), column(), column()];
  // One pass, each property by its name: a pass a column, by key, was a tenth of the time of sealing.
  for (let i = 0; i < length; i++) {
    const bucket = buckets[i] as Bucket;
    index[i] = bucket.index;
    count[i] = bucket.count;
    flags[i] = bucket.flags;
    step[i] = bucket.step;
    seq[i] = bucket.seq;
    time[i] = bucket.time;
    min[i] = bucket.min;
    max[i] = bucket.max;
    sum[i] = bucket.sum;
    last[i] = bucket.last;
  }
  const writer = new ByteWriter({ deflate: false });
  writer.uint8(VERSION);
  writer.uint16(length);
  for (const integers of [index, count, flags, step, seq, time]) writer.integers(integers);
  for (const numbers of [min, max, sum, last]) writer.floats(numbers);
  return writer.finish();
}

/** The buckets of a segment from `first` to `last`, both inclusive. */
export function decodeSegment(body: Buffer, first = 0, last = Infinity): Bucket[] {
  const reader = new ByteReader(body);
  const version = reader.uint8();
  if (version !== VERSION) throw new Error(`rollup of version ${version}: this program reads ${VERSION}`);
  const length = reader.uint16();
  const integers = (): Float64Array => reader.integers(length);
  const [index, count, flags] = [integers(), integers(), integers()] as const;
  const [step, seq, time] = [integers(), integers(), integers()] as const;
  const numbers = (): Float64Array => reader.floats(length);
  const [min, max, sum, latest] = [numbers(), numbers(), numbers(), numbers()] as const;
  const buckets: Bucket[] = [];
  for (let i = 0; i < length; i++) {
    const at = index[i] as number;
    if (at < first || at > last) continue;
    buckets.push({
      index: at,
      count: count[i] as number,
      flags: flags[i] as number,
      min: min[i] as number,
      max: max[i] as number,
      sum: sum[i] as number,
      last: latest[i] as number,
      step: step[i] as number,
      seq: seq[i] as number,
      time: time[i] as number,
    });
  }
  return buckets;
}
