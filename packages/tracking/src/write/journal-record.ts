// The bytes of a journal: records of length, CRC-32 and payload, so that a torn or damaged one is known as such. Values are
// kept as they are in memory, with the names that many calls share written once; everything else is JSON.
import { crc32 } from 'node:zlib';
import { wordSchema, type Entry, type ValuesEntry } from './entry.ts';

export const HEADER_BYTES = 8;
const WORD = 1;
const NAMES = 2;
const VALUES = 3;
/** Kind, three bytes that align the rest, seq, time, step and the number of the names. */
const VALUES_BYTES = 4 + 4 + 8 + 4 + 4;

/** Makes records, one at a time, in memory of its own that the next record takes over. */
export class RecordWriter {
  #numbers = new Float64Array(1 << 9);
  /** The same memory. */
  #bytes = Buffer.from(this.#numbers.buffer);

  #payload(length: number): Buffer {
    if (HEADER_BYTES + length > this.#bytes.length) {
      this.#numbers = new Float64Array(HEADER_BYTES + length);
      this.#bytes = Buffer.from(this.#numbers.buffer);
    }
    return this.#bytes;
  }

  #record(length: number): Buffer {
    this.#bytes.writeUInt32LE(length, 0);
    const record = this.#bytes.subarray(0, HEADER_BYTES + length);
    this.#bytes.writeUInt32LE(crc32(record.subarray(HEADER_BYTES)), 4);
    return record;
  }

  #json(kind: number, value: unknown): Buffer {
    const text = JSON.stringify(value);
    const length = 1 + Buffer.byteLength(text);
    const bytes = this.#payload(length);
    bytes[HEADER_BYTES] = kind;
    bytes.write(text, HEADER_BYTES + 1);
    return this.#record(length);
  }

  word(word: unknown): Buffer {
    return this.#json(WORD, word);
  }

  /** The names of values to come; in the order of such records, they are number 0, 1, 2, … */
  names(names: readonly string[]): Buffer {
    return this.#json(NAMES, names);
  }

  /** @param layout number of `names`. */
  values(row: {
    readonly seq: number;
    readonly time: number;
    readonly step: number;
    readonly layout: number;
    readonly names: readonly string[];
    readonly values: Readonly<Record<string, number>>;
  }): Buffer {
    const { names, values } = row;
    const bytes = this.#payload(VALUES_BYTES + 8 * names.length);
    bytes.writeUInt32LE(VALUES, HEADER_BYTES);
    bytes.writeUInt32LE(row.seq, HEADER_BYTES + 4);
    bytes.writeDoubleLE(row.time, HEADER_BYTES + 8);
    bytes.writeInt32LE(row.step, HEADER_BYTES + 16);
    bytes.writeUInt32LE(row.layout, HEADER_BYTES + 20);
    const numbers = this.#numbers;
    const first = (HEADER_BYTES + VALUES_BYTES) / 8;
    for (let i = 0; i < names.length; i++) numbers[first + i] = values[names[i] ?? ''] ?? NaN;
    return this.#record(VALUES_BYTES + 8 * names.length);
  }
}

function parseValues(payload: Buffer, layouts: readonly (readonly string[])[]): ValuesEntry {
  const layout = payload.readUInt32LE(20);
  const names = layouts[layout];
  if (!names) throw new Error(`values with unknown names (${layout})`);
  // A plain array: a typed one of this size has memory of its own, which costs more than it holds.
  const values: number[] = [];
  for (let at = VALUES_BYTES; at < payload.length; at += 8) values.push(payload.readDoubleLE(at));
  return {
    kind: 'values',
    seq: payload.readUInt32LE(4),
    time: payload.readDoubleLE(8),
    step: payload.readInt32LE(16),
    names,
    values,
  };
}

export interface Parsed {
  readonly entries: Entry[];
  /** Bytes of the whole records that were parsed. */
  readonly length: number;
}

/**
 * The entries at the beginning of `bytes`. A last record without its end, torn by a crash or just being written, is left;
 * so are zeros, which a file system may append when the power is cut.
 * @param layouts receives names and resolves them.
 * @throws Error if a record is not what its checksum says.
 */
export function parseRecords(bytes: Buffer, layouts: (readonly string[])[]): Parsed {
  const entries: Entry[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + HEADER_BYTES + length;
    if (length === 0 || end > bytes.length) break;
    const payload = bytes.subarray(at + HEADER_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) throw new Error(`wrong checksum at ${at}`);
    const kind = payload[0];
    if (kind === VALUES) entries.push(parseValues(payload, layouts));
    else if (kind === NAMES) layouts.push(JSON.parse(payload.toString('utf8', 1)) as string[]);
    else if (kind === WORD) entries.push(wordSchema.parse(JSON.parse(payload.toString('utf8', 1))));
    else throw new Error(`unknown kind ${kind} at ${at}`);
    at = end;
  }
  return { entries, length: at };
}
