// The pyramid above the chunks of a series: for each level k, buckets of 2^k steps, 256 aligned ones a segment. The lowest
// level has 64 steps a bucket; below it, reading the points themselves is as quick.
import { BucketSet, sliceBuckets, type Buckets } from './bucket.ts';
import { ByteWriter } from './column.ts';
import { ByteReader, type BeginningMemory } from './column-reader.ts';

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
export function levelAbove(buckets: Buckets, level: number): Buckets {
  const above = new BucketSet(level);
  above.addBuckets(buckets, level - 1);
  return above.buckets();
}

/** @param buckets of one segment. */
export function encodeSegment(buckets: Buckets): Buffer {
  const { index, count, flags, step, seq, time, min, max, sum, last } = buckets;
  const writer = new ByteWriter({ deflate: false });
  writer.uint8(VERSION);
  writer.uint16(buckets.length);
  for (const integers of [index, count, flags, step, seq, time]) writer.integers(integers);
  for (const numbers of [min, max, sum, last]) writer.floats(numbers);
  return writer.finish();
}

/** What buckets share with those of other series that were logged with them. */
type Extents = Pick<Buckets, 'index' | 'count' | 'flags' | 'step' | 'seq' | 'time'>;

export type SegmentMemory = BeginningMemory<Extents>;

/**
 * The buckets of a segment from index `first` to `last`, both inclusive.
 * @param options.memory of segments read before
 */
export function decodeSegment(
  body: Buffer,
  options: { readonly first?: number; readonly last?: number; readonly memory?: SegmentMemory } = {},
): Buckets {
  const { first = 0, last = Infinity, memory = new Map() as SegmentMemory } = options;
  const reader = new ByteReader(body);
  const version = reader.uint8();
  if (version !== VERSION) throw new Error(`rollup of version ${version}: this program reads ${VERSION}`);
  const length = reader.uint16();
  const extents = reader.shared(memory, () => ({
    index: reader.integers(length),
    count: reader.integers(length),
    flags: reader.integers(length),
    step: reader.integers(length),
    seq: reader.integers(length),
    time: reader.integers(length),
  }));
  const buckets: Buckets = {
    length,
    ...extents,
    min: reader.floats(length),
    max: reader.floats(length),
    sum: reader.floats(length),
    last: reader.floats(length),
  };
  const { index } = extents;
  if ((index[0] ?? 0) >= first && (index[length - 1] ?? 0) <= last) return buckets;
  const begin = index.findIndex((at) => at >= first);
  const beyond = index.findIndex((at) => at > last);
  return sliceBuckets(buckets, begin < 0 ? length : begin, beyond < 0 ? length : beyond);
}
