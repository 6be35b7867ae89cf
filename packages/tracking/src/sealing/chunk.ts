// Up to 1024 points of one series as one compressed body: every point exactly as it was logged.
import { ByteReader, ByteWriter } from './column.ts';

export const CHUNK_POINTS = 1024;
const VERSION = 1;

/** Parallel columns, ordered by step and then by seq. */
export interface Points {
  readonly length: number;
  readonly steps: ArrayLike<number>;
  /** Numbers of the journal entries: between values of one step, the later one counts as the last. */
  readonly seqs: ArrayLike<number>;
  /** ms since the epoch. */
  readonly times: ArrayLike<number>;
  readonly values: Float64Array;
}

export function encodeChunk(points: Points): Buffer {
  const writer = new ByteWriter({ deflate: true });
  writer.uint8(VERSION);
  writer.uint16(points.length);
  writer.integers(points.steps);
  writer.integers(points.seqs);
  writer.integers(points.times);
  writer.floats(points.values);
  return writer.finish();
}

export function decodeChunk(body: Buffer): Points {
  const reader = new ByteReader(body);
  const version = reader.uint8();
  if (version !== VERSION) throw new Error(`chunk of version ${version}: this program reads ${VERSION}`);
  const length = reader.uint16();
  return {
    length,
    steps: reader.integers(length),
    seqs: reader.integers(length),
    times: reader.integers(length),
    values: reader.floats(length),
  };
}
