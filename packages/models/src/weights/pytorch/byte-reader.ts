// A cursor over untrusted bytes: every read is checked against the end.
import { PyTorchFileError } from './pytorch-error.ts';

const LINE_LIMIT = 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
    if (at < 0 || at > bytes.length) throw new PyTorchFileError(`byte ${at} lies outside the file`);
  }

  /** The position of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Moves on by `count` bytes and gives back where they begin. */
  skip(count: number): number {
    const from = this.#at;
    const left = this.#bytes.length - from;
    if (!Number.isSafeInteger(count) || count < 0 || count > left)
      throw new PyTorchFileError(`${count} bytes are needed at byte ${from}, of which ${left} are there`);
    this.#at = from + count;
    return from;
  }

  /** The next `count` bytes, not copied. */
  take(count: number): Uint8Array {
    const from = this.skip(count);
    return this.#bytes.subarray(from, from + count);
  }

  uint8 = (): number => this.#view.getUint8(this.skip(1));
  uint16 = (): number => this.#view.getUint16(this.skip(2), true);
  uint32 = (): number => this.#view.getUint32(this.skip(4), true);
  int32 = (): number => this.#view.getInt32(this.skip(4), true);
  /** A length or an offset; beyond 2^53 it is not exact, but then it lies outside any file. */
  uint64 = (): number => Number(this.#view.getBigUint64(this.skip(8), true));
  /** Big-endian, as pickle writes floats. */
  float64 = (): number => this.#view.getFloat64(this.skip(8), false);

  text(count: number): string {
    try {
      return utf8.decode(this.take(count));
    } catch (error) {
      if (error instanceof PyTorchFileError) throw error;
      throw new PyTorchFileError('a text is not UTF-8');
    }
  }

  /** Python 2's byte strings: one character per byte. */
  byteText(count: number): string {
    return latin1.decode(this.take(count));
  }

  /** Text up to the next line break, which is passed over. */
  line(): string {
    const end = this.#bytes.subarray(this.#at, this.#at + LINE_LIMIT).indexOf(0x0a);
    if (end < 0) throw new PyTorchFileError('a name does not end');
    const line = this.text(end);
    this.skip(1);
    return line;
  }
}
