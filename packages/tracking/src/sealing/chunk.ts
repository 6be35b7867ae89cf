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

/** Makes the chunks of series that were logged together: what their points share is laid out once. */
export class ChunkEncoder {
  readonly #writer = new ByteWriter({ deflate: true });

  constructor({ length, steps, seqs, times }: Omit<Points, 'values'>) {
    this.#writer.uint8(VERSION);
    this.#writer.uint16(length);
    this.#writer.integers(steps);
    this.#writer.integers(seqs);
    this.#writer.integers(times);
  }

  encode(values: Float64Array): Buffer {
    const shared = this.#writer.position;
    this.#writer.floats(values);
    const body = this.#writer.finish();
    this.#writer.rewind(shared);
    return body;
  }
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
