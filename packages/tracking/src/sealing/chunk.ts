// Up to 1024 points of one series as one compressed body: every point exactly as it was logged.
import { ByteWriter } from './column.ts';
import { ByteReader, type BeginningMemory } from './column-reader.ts';

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

/** What points share with those of other series that were logged with them. */
interface Calls {
  readonly steps: Float64Array;
  readonly seqs: Float64Array;
  readonly times: Float64Array;
}

export type ChunkMemory = BeginningMemory<Calls>;

/** How many of the ascending `steps` are lower than `step`. */
function countBelow(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The points with steps from `from` to `to`, both inclusive.
 * @param options.memory of chunks read before
 */
export function decodeChunk(
  body: Buffer,
  options: { readonly from?: number; readonly to?: number; readonly memory?: ChunkMemory } = {},
): Points {
  const { from = 0, to = Infinity, memory = new Map() as ChunkMemory } = options;
  const reader = new ByteReader(body);
  const version = reader.uint8();
  if (version !== VERSION) throw new Error(`chunk of version ${version}: this program reads ${VERSION}`);
  const length = reader.uint16();
  const { steps, seqs, times } = reader.shared(memory, () => ({
    steps: reader.integers(length),
    seqs: reader.integers(length),
    times: reader.integers(length),
  }));
  const begin = countBelow(steps, from);
  const end = Math.max(begin, countBelow(steps, to + 1));
  return {
    length: end - begin,
    steps: steps.subarray(begin, end),
    seqs: seqs.subarray(begin, end),
    times: times.subarray(begin, end),
    values: reader.floats(length, begin, end),
  };
}
