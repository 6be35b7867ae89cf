// Up to 1024 points of one series as one compressed body: every point exactly as it was logged.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader, ByteWriter } from './column.ts';

export const CHUNK_POINTS = 1024;
const VERSION = 1;
/** Higher levels take twice the time for one byte in a hundred: most of a body is noise. */
const DEFLATE_LEVEL = 1;

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
  const writer = new ByteWriter();
  writer.uint16(points.length);
  writer.integers(points.steps);
  writer.integers(points.seqs);
  writer.integers(points.times);
  writer.floats(points.values);
  return Buffer.concat([Buffer.of(VERSION), deflateRawSync(writer.finish(), { level: DEFLATE_LEVEL })]);
}

export function decodeChunk(body: Buffer): Points {
  if (body[0] !== VERSION) throw new Error(`chunk of version ${body[0]}: this program reads ${VERSION}`);
  const reader = new ByteReader(inflateRawSync(body.subarray(1)));
  const length = reader.uint16();
  return {
    length,
    steps: reader.integers(length),
    seqs: reader.integers(length),
    times: reader.integers(length),
    values: reader.floats(length),
  };
}
