// Columns of numbers as bytes. Integers are kept as differences above the smallest difference, so that regular steps cost
// nothing; numbers as float32 where that loses nothing. Bytes of equal significance lie together, each such plane in the form
// that suits it: the planes of a mantissa are noise and stay as they are, so that deflate meets only what it can shorten.
import { deflateRawSync } from 'node:zlib';

/** Before what is here: how long it is. */
export const LENGTH_BYTES = 4;
export const INTEGER_HEADER_BYTES = 17;
/** Forms of a plane: one byte that all its bytes equal; its bytes here; its bytes among those that are deflated together. */
export const CONSTANT = 0;
const HERE = 1;
export const DEFLATED = 2;
/** Planes shorter than this gain less than the tables of deflate take. */
const SHORTEST_DEFLATED = 64;
/** Bits a byte, of 8, above which a plane counts as noise. */
const NOISE_BITS = 7.3;
/**
 * Higher levels take twice the time for one byte in a hundred; the tables of the usual window and memory, made anew for each
 * chunk, three times.
 */
const DEFLATE = { level: 1, windowBits: 13, memLevel: 6 };

class Bytes {
  #bytes = Buffer.allocUnsafe(1 << 12);
  length = 0;

  /** Room for `size` more bytes, to be filled. */
  add(size: number): Buffer {
    const start = this.length;
    this.length += size;
    if (this.length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(2 * this.length);
      this.#bytes.copy(grown, 0, 0, start);
      this.#bytes = grown;
    }
    return this.#bytes.subarray(start, this.length);
  }

  all(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}

/** Entropy of the bytes, each for itself. */
function bitsAByte(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let sum = 0;
  for (const count of counts) if (count > 0) sum += count * Math.log2(count);
  return Math.log2(bytes.length) - sum / bytes.length;
}

// The two functions below are loops since every value that is sealed passes through them.
function isConstant(bytes: Uint8Array): boolean {
  const first = bytes[0];
  for (let i = 1; i < bytes.length; i++) if (bytes[i] !== first) return false;
  return true;
}

function losesNothing(single: Float32Array, values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (single[i] !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

/** A place to rewind to. */
interface Position {
  readonly here: number;
  readonly deflated: number;
}

export class ByteWriter {
  readonly #here = new Bytes();
  readonly #deflated = new Bytes();
  readonly #mayDeflate: boolean;

  /** @param options.deflate false: nothing is deflated, and reading takes a tenth of the time. */
  constructor(options: { readonly deflate: boolean }) {
    this.#mayDeflate = options.deflate;
  }

  uint8(value: number): void {
    this.#here.add(1)[0] = value;
  }

  uint16(value: number): void {
    this.#here.add(2).writeUInt16LE(value);
  }

  get position(): Position {
    return { here: this.#here.length, deflated: this.#deflated.length };
  }

  /** Forgets what came after `position`. */
  rewind({ here, deflated }: Position): void {
    this.#here.length = here;
    this.#deflated.length = deflated;
  }

  #plane(bytes: Uint8Array): void {
    if (isConstant(bytes)) {
      this.uint8(CONSTANT);
      this.uint8(bytes[0] ?? 0);
    } else if (this.#mayDeflate && bytes.length >= SHORTEST_DEFLATED && bitsAByte(bytes) < NOISE_BITS) {
      this.uint8(DEFLATED);
      this.#deflated.add(bytes.length).set(bytes);
    } else {
      this.uint8(HERE);
      this.#here.add(bytes.length).set(bytes);
    }
  }

  /** Safe integers: the first, the smallest difference, the width of the rest in bytes, the planes of the rest. */
  integers(values: ArrayLike<number>): void {
    const { length } = values;
    const rest = Math.max(0, length - 1);
    const differences = new Float64Array(rest);
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < rest; i++) {
      const difference = (values[i + 1] ?? 0) - (values[i] ?? 0);
      differences[i] = difference;
      if (difference < least) least = difference;
      if (difference > most) most = difference;
    }
    if (rest === 0) least = most = 0;
    const width = most === least ? 0 : Math.ceil(Math.log2(most - least + 1) / 8);
    const header = this.#here.add(INTEGER_HEADER_BYTES);
    header.writeDoubleLE(values[0] ?? 0, 0);
    header.writeDoubleLE(least, 8);
    header[16] = width;
    for (let significance = 0; significance < width; significance++) {
      const scale = 2 ** (8 * significance);
      const plane = new Uint8Array(rest);
      for (let i = 0; i < rest; i++) plane[i] = Math.floor(((differences[i] ?? 0) - least) / scale) % 256;
      this.#plane(plane);
    }
  }

  /** Any numbers, NaN and the infinities included: the width in bytes (4 or 8), then the planes. */
  floats(values: Float64Array): void {
    const single = new Float32Array(values);
    const exact = losesNothing(single, values) ? single : values;
    const width = exact.BYTES_PER_ELEMENT;
    const bytes = new Uint8Array(exact.buffer, exact.byteOffset, exact.byteLength);
    this.uint8(width);
    for (let significance = 0; significance < width; significance++) {
      const plane = new Uint8Array(values.length);
      for (let i = 0, from = significance; i < values.length; i++, from += width) plane[i] = bytes[from] ?? 0;
      this.#plane(plane);
    }
  }

  /** The length of what is here (4 bytes), that itself, and what is deflated. */
  finish(): Buffer {
    const here = this.#here.all();
    const header = Buffer.alloc(LENGTH_BYTES);
    header.writeUInt32LE(here.length);
    if (this.#deflated.length === 0) return Buffer.concat([header, here]);
    return Buffer.concat([header, here, deflateRawSync(this.#deflated.all(), DEFLATE)]);
  }
}
