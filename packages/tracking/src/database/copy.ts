// PostgreSQL's COPY in its binary format (chapter "COPY", section "Binary Format" of its manual): rows in and out without a
// detour through text, which for numbers is most of the cost.
import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from, to } from 'pg-copy-streams';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = -1;

/** Rows for COPY FROM: `row` begins one, each further call adds a field, in the order of the columns. */
export class CopyRows {
  #bytes: Buffer;
  #length = SIGNATURE.length;

  constructor(expectedBytes = 1 << 16) {
    this.#bytes = Buffer.allocUnsafe(Math.max(expectedBytes, SIGNATURE.length));
    SIGNATURE.copy(this.#bytes);
  }

  /** Call it before touching `#bytes`: it may replace them. */
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

  row(fields: number): void {
    const at = this.#reserve(2);
    this.#bytes.writeInt16BE(fields, at);
  }

  int2(value: number): void {
    const at = this.#reserve(6);
    this.#bytes.writeInt32BE(2, at);
    this.#bytes.writeInt16BE(value, at + 4);
  }

  int4(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeInt32BE(4, at);
    this.#bytes.writeInt32BE(value, at + 4);
  }

  bytea(value: Uint8Array): void {
    const at = this.#reserve(4 + value.length);
    this.#bytes.writeInt32BE(value.length, at);
    this.#bytes.set(value, at + 4);
  }

  finish(): Buffer {
    const at = this.#reserve(2);
    this.#bytes.writeInt16BE(TRAILER, at);
    return this.#bytes.subarray(0, this.#length);
  }
}

/** @param target table and columns, e.g. `metric_chunk (series, attempt)`. */
export async function copyIn(client: PoolClient, target: string, rows: CopyRows): Promise<void> {
  const stream = client.query(from(`COPY ${target} FROM STDIN (FORMAT binary)`));
  stream.end(rows.finish());
  await finished(stream);
}

/** The rows of COPY TO, field by field; `next` steps to the next row. */
export class CopiedRows {
  readonly #bytes: Buffer;
  #at = SIGNATURE.length;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): boolean {
    const fields = this.#bytes.readInt16BE(this.#at);
    this.#at += 2;
    return fields !== TRAILER;
  }

  /** Length of the field that begins here; 0 for null. */
  #begin(): number {
    const length = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    return Math.max(0, length);
  }

  int4(): number {
    this.#begin();
    const value = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  bytea(): Buffer {
    const length = this.#begin();
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }
}

/** @param query of which the answer is copied: a SELECT, or a statement that ends in RETURNING. */
export async function copyOut(client: PoolClient, query: string): Promise<CopiedRows> {
  const parts: Buffer[] = [];
  for await (const part of client.query(to(`COPY (${query}) TO STDOUT (FORMAT binary)`))) {
    parts.push(part as Buffer);
  }
  return new CopiedRows(Buffer.concat(parts));
}
