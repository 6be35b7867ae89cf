// Columns of numbers as bytes. Integers are kept as differences above the smallest difference, so that regular steps cost
// nothing; numbers as float32 where that loses nothing. Bytes of equal significance lie together, which deflate likes.

const INTEGER_HEADER_BYTES = 17;

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1 << 15);
  #length = 0;

  #reserve(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(2 * this.#length);
      this.#bytes.copy(grown, 0, 0, start);
      this.#bytes = grown;
    }
    return start;
  }

  uint8(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  uint16(value: number): void {
    this.#bytes.writeUInt16LE(value, this.#reserve(2));
  }

  /** Safe integers: the first, the smallest difference, the width of the rest in bytes, the rest by significance. */
  integers(values: ArrayLike<number>): void {
    const { length } = values;
    let least = Infinity;
    let most = -Infinity;
    for (let i = 1; i < length; i++) {
      const difference = (values[i] ?? 0) - (values[i - 1] ?? 0);
      if (difference < least) least = difference;
      if (difference > most) most = difference;
    }
    if (length < 2) least = most = 0;
    const width = most === least ? 0 : Math.ceil(Math.log2(most - least + 1) / 8);
    const at = this.#reserve(INTEGER_HEADER_BYTES);
    this.#bytes.writeDoubleLE(values[0] ?? 0, at);
    this.#bytes.writeDoubleLE(least, at + 8);
    this.#bytes[at + 16] = width;
    const rest = Math.max(0, length - 1);
    let plane = this.#reserve(width * rest);
    for (let significance = 0; significance < width; significance++, plane += rest) {
      const scale = 2 ** (8 * significance);
      for (let i = 1; i < length; i++) {
        const difference = (values[i] ?? 0) - (values[i - 1] ?? 0) - least;
        this.#bytes[plane + i - 1] = Math.floor(difference / scale) & 0xff;
      }
    }
  }

  /** Any numbers, NaN and the infinities included: the width in bytes (4 or 8), then the bytes by significance. */
  floats(values: Float64Array): void {
    const isSingle = values.every((value) => Object.is(Math.fround(value), value));
    const width = isSingle ? 4 : 8;
    const exact = isSingle ? Float32Array.from(values) : values;
    const bytes = new Uint8Array(exact.buffer, exact.byteOffset, exact.byteLength);
    this.uint8(width);
    let plane = this.#reserve(bytes.length);
    for (let significance = 0; significance < width; significance++, plane += values.length) {
      for (let i = 0, from = significance; i < values.length; i++, from += width) {
        this.#bytes[plane + i] = bytes[from] ?? 0;
      }
    }
  }

  /** A copy of what was written. */
  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }
}

/** Reads what `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  uint16(): number {
    const value = this.#bytes.readUInt16LE(this.#at);
    this.#at += 2;
    return value;
  }

  integers(length: number): Float64Array {
    const bytes = this.#bytes;
    const values = new Float64Array(length);
    let value = bytes.readDoubleLE(this.#at);
    const least = bytes.readDoubleLE(this.#at + 8);
    const width = bytes.readUInt8(this.#at + 16);
    const planes = this.#at + INTEGER_HEADER_BYTES;
    const rest = Math.max(0, length - 1);
    if (length > 0) values[0] = value;
    for (let i = 1; i < length; i++) {
      let difference = least;
      for (let significance = 0, scale = 1; significance < width; significance++, scale *= 256) {
        difference += (bytes[planes + significance * rest + i - 1] ?? 0) * scale;
      }
      value += difference;
      values[i] = value;
    }
    this.#at = planes + width * rest;
    return values;
  }

  floats(length: number): Float64Array {
    const width = this.uint8();
    const bytes = new Uint8Array(width * length);
    let plane = this.#at;
    for (let significance = 0; significance < width; significance++, plane += length) {
      for (let i = 0, to = significance; i < length; i++, to += width) {
        bytes[to] = this.#bytes[plane + i] ?? 0;
      }
    }
    this.#at = plane;
    return width === 8 ? new Float64Array(bytes.buffer) : Float64Array.from(new Float32Array(bytes.buffer));
  }
}
