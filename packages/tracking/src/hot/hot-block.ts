// The body of a row of metric_hot: a byte that says how many bytes a value takes, then log calls with one set of names, one
// after the other, each as seq and step (4 bytes), time (8 bytes, ms since the epoch) and its values: float32 where that loses
// nothing of any of them, else float64. Big-endian, as PostgreSQL's own functions would write them.
import type { ValuesEntry } from '../write/entry.ts';

const HEADER_BYTES = 1;
/** Where the parts of a call lie. */
const SEQ = 0;
const STEP = 4;
const TIME = 8;
const VALUES = 16;

function losesNothing({ values }: ValuesEntry): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

/** @param entries all with the same names. */
export function encodeHotBlock(entries: readonly ValuesEntry[]): Buffer {
  const names = entries[0]?.names.length ?? 0;
  const valueBytes = entries.every(losesNothing) ? 4 : 8;
  const body = Buffer.allocUnsafe(HEADER_BYTES + entries.length * (VALUES + valueBytes * names));
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  body[0] = valueBytes;
  let at = HEADER_BYTES;
  for (const { seq, step, time, values } of entries) {
    view.setInt32(at + SEQ, seq);
    view.setInt32(at + STEP, step);
    view.setFloat64(at + TIME, time);
    at += VALUES;
    for (let i = 0; i < names; i++, at += valueBytes) {
      if (valueBytes === 4) view.setFloat32(at, values[i] as number);
      else view.setFloat64(at, values[i] as number);
    }
  }
  return body;
}

/** Reads log calls where they lie. */
export class HotBlock {
  /** Log calls. */
  readonly length: number;
  readonly #valueBytes: number;
  readonly #callBytes: number;
  readonly #body: Buffer;
  readonly #view: DataView;

  /** @param names how many values a call has. */
  constructor(names: number, body: Buffer) {
    this.#valueBytes = body.readUInt8();
    this.#callBytes = VALUES + this.#valueBytes * names;
    this.#body = body;
    this.#view = new DataView(body.buffer, body.byteOffset + HEADER_BYTES, body.length - HEADER_BYTES);
    this.length = this.#view.byteLength / this.#callBytes;
  }

  seq(call: number): number {
    return this.#view.getInt32(call * this.#callBytes + SEQ);
  }

  step(call: number): number {
    return this.#view.getInt32(call * this.#callBytes + STEP);
  }

  /** ms since the epoch. */
  time(call: number): number {
    return this.#view.getFloat64(call * this.#callBytes + TIME);
  }

  /** @param position among the names. */
  value(call: number, position: number): number {
    const at = call * this.#callBytes + VALUES + this.#valueBytes * position;
    return this.#valueBytes === 4 ? this.#view.getFloat32(at) : this.#view.getFloat64(at);
  }

  /** The body of a block of the calls from `first` on. */
  from(first: number): Buffer {
    const start = HEADER_BYTES + first * this.#callBytes;
    return Buffer.concat([this.#body.subarray(0, HEADER_BYTES), this.#body.subarray(start)]);
  }
}

/** What a row of metric_hot says of its calls, so that it can be passed over unread. */
export interface HotExtent {
  readonly seq: number;
  readonly calls: number;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

export function extentOf(block: HotBlock): HotExtent {
  let [firstStep, lastStep, firstTime, lastTime] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let call = 0; call < block.length; call++) {
    const step = block.step(call);
    const time = block.time(call);
    if (step < firstStep) firstStep = step;
    if (step > lastStep) lastStep = step;
    if (time < firstTime) firstTime = time;
    if (time > lastTime) lastTime = time;
  }
  return { seq: block.seq(0), calls: block.length, firstStep, lastStep, firstTime, lastTime };
}
