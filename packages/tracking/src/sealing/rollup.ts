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

const floats = (buckets: readonly Bucket[], key: 'min' | 'max' | 'sum' | 'last'): Float64Array =>
  Float64Array.from(buckets, (bucket) => bucket[key]);

/** @param buckets of one segment, by index. */
export function encodeSegment(buckets: readonly Bucket[]): Buffer {
  const writer = new ByteWriter();
  writer.uint8(VERSION);
  writer.uint16(buckets.length);
  writer.integers(buckets.map((bucket) => bucket.index));
  writer.integers(buckets.map((bucket) => bucket.count));
  writer.integers(buckets.map((bucket) => bucket.flags));
  writer.integers(buckets.map((bucket) => bucket.step));
  writer.integers(buckets.map((bucket) => bucket.seq));
  writer.integers(buckets.map((bucket) => bucket.time));
  for (const key of ['min', 'max', 'sum', 'last'] as const) writer.floats(floats(buckets, key));
  return writer.finish();
}

export function decodeSegment(body: Buffer): Bucket[] {
  const reader = new ByteReader(body);
  const version = reader.uint8();
  if (version !== VERSION) throw new Error(`rollup of version ${version}: this program reads ${VERSION}`);
  const length = reader.uint16();
  const [index, count, flags, step, seq, time] = [
    reader.integers(length),
    reader.integers(length),
    reader.integers(length),
    reader.integers(length),
    reader.integers(length),
    reader.integers(length),
  ];
  const [min, max, sum, last] = [
    reader.floats(length),
    reader.floats(length),
    reader.floats(length),
    reader.floats(length),
  ];
  const at = (column: Float64Array | undefined, i: number): number => column?.[i] ?? NaN;
  return Array.from({ length }, (_, i) => ({
    index: at(index, i),
    count: at(count, i),
    flags: at(flags, i),
    min: at(min, i),
    max: at(max, i),
    sum: at(sum, i),
    last: at(last, i),
    step: at(step, i),
    seq: at(seq, i),
    time: at(time, i),
  }));
}
