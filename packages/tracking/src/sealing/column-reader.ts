// Bytes as columns of numbers again: reads what `ByteWriter` (column.ts) wrote. Every curve that is drawn passes through here, hence
// loops over bytes where they lie, and columns that twenty series share are read once.
import { inflateRawSync } from 'node:zlib';
import { CONSTANT, DEFLATED, INTEGER_HEADER_BYTES, LENGTH_BYTES } from './column.ts';

/** What was read of the beginning of a body: of the bytes before `here` and, of what was deflated, before `inflated`. */
interface Beginning<Columns> {
  readonly bytes: Buffer;
  readonly middle: number;
  readonly here: number;
  readonly inflated: number;
  readonly columns: Columns;
}

/**
 * Beginnings by their first integer. Series that were logged together begin with the same steps, numbers and times, byte for
 * byte: of twenty, these are read once. Nobody may write into columns that several share.
 */
export type BeginningMemory<Columns> = Map<number, Beginning<Columns>>;

/** Memory through which numbers pass from bytes to columns. */
class Scratch {
  readonly doubles: Float64Array;
  readonly singles: Float32Array;
  readonly words: Int32Array;

  constructor(numbers: number) {
    this.doubles = new Float64Array(numbers);
    this.singles = new Float32Array(this.doubles.buffer);
    this.words = new Int32Array(this.doubles.buffer);
  }
}

let scratch = new Scratch(1 << 10);

/** Reads what `ByteWriter` wrote, in the same order. */
export class ByteReader {
  /** What is here, then what was deflated, which begins at `#middle`. */
  readonly #bytes: Buffer;
  readonly #middle: number;
  #at = LENGTH_BYTES;
  #inflatedAt: number;
  /** From byte to byte of the latest plane: 0 where one stands for all. */
  #stride = 0;

  constructor(bytes: Buffer) {
    const middle = LENGTH_BYTES + bytes.readUInt32LE(0);
    this.#middle = this.#inflatedAt = middle;
    this.#bytes =
      middle < bytes.length
        ? Buffer.concat([bytes.subarray(0, middle), inflateRawSync(bytes.subarray(middle))])
        : bytes;
  }

  uint8(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  uint16(): number {
    const value = this.#bytes.readUInt16LE(this.#at);
    this.#at += 2;
    return value;
  }

  /** @returns where the next plane begins. */
  #plane(length: number): number {
    const form = this.uint8();
    this.#stride = form === CONSTANT ? 0 : 1;
    if (form === DEFLATED) return (this.#inflatedAt += length) - length;
    const size = form === CONSTANT ? 1 : length;
    return (this.#at += size) - size;
  }

  integers(length: number): Float64Array {
    const values = new Float64Array(length);
    const bytes = this.#bytes;
    const first = bytes.readDoubleLE(this.#at);
    const least = bytes.readDoubleLE(this.#at + 8);
    const width = bytes.readUInt8(this.#at + 16);
    this.#at += INTEGER_HEADER_BYTES;
    values.fill(least);
    for (let significance = 0, scale = 1; significance < width; significance++, scale *= 256) {
      let at = this.#plane(length - 1);
      const stride = this.#stride;
      for (let i = 1; i < length; i++, at += stride) {
        values[i] = (values[i] as number) + scale * (bytes[at] as number);
      }
    }
    let value = first;
    if (length > 0) values[0] = first;
    for (let i = 1; i < length; i++) values[i] = value += values[i] as number;
    return values;
  }

  /** Columns that begin with integers: from `memory` where this body is the same up to their end, else by `read`. */
  shared<Columns>(memory: BeginningMemory<Columns>, read: () => Columns): Columns {
    const first = this.#bytes.readDoubleLE(this.#at);
    const known = memory.get(first);
    if (known && this.#beginsAs(known)) {
      this.#at = known.here;
      this.#inflatedAt = this.#middle + known.inflated;
      return known.columns;
    }
    const columns = read();
    const [bytes, middle] = [this.#bytes, this.#middle];
    memory.set(first, { bytes, middle, here: this.#at, inflated: this.#inflatedAt - middle, columns });
    return columns;
  }

  #beginsAs({ bytes, middle, here, inflated }: Beginning<unknown>): boolean {
    const [own, end] = [this.#middle, this.#middle + inflated];
    if (here > own || end > this.#bytes.length) return false;
    return (
      this.#bytes.compare(bytes, LENGTH_BYTES, here, LENGTH_BYTES, here) === 0 &&
      this.#bytes.compare(bytes, middle, middle + inflated, own, end) === 0
    );
  }

  /** Of `length` numbers those from position `begin` to before `end`. */
  floats(length: number, begin = 0, end = length): Float64Array {
    const step = this.uint8() / 4;
    const count = end - begin;
    if (scratch.doubles.length < count) scratch = new Scratch(2 * count);
    const { doubles, singles } = scratch;
    for (let first = 0; first < step; first++) this.#words({ length, begin, count, first, step });
    if (step === 2) return doubles.slice(0, count);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = singles[i] as number;
    return values;
  }

  /** Four planes, as each `step`th word of the scratch memory from `first` on. */
  #words(wanted: { length: number; begin: number; count: number; first: number; step: number }): void {
    const { length, begin, count, first, step } = wanted;
    const bytes = this.#bytes;
    const { words } = scratch;
    const a = this.#plane(length);
    const aStride = this.#stride;
    const b = this.#plane(length);
    const bStride = this.#stride;
    const c = this.#plane(length);
    const cStride = this.#stride;
    const d = this.#plane(length);
    const dStride = this.#stride;
    for (let i = 0, at = begin, to = first; i < count; i++, at++, to += step) {
      words[to] =
        (bytes[a + aStride * at] as number) |
        ((bytes[b + bStride * at] as number) << 8) |
        ((bytes[c + cStride * at] as number) << 16) |
        ((bytes[d + dStride * at] as number) << 24);
    }
  }
}
