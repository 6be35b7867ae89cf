// The body of a row of metric_hot: log calls with one set of names, one after the other, each as seq and step (4 bytes), time
// (8 bytes, ms since the epoch) and its values (8 bytes each), big-endian as PostgreSQL's own functions would write them.
import type { ValuesEntry } from '../write/entry.ts';

const SEQ = 0;
const STEP = 4;
const TIME = 8;
const VALUES = 16;
const VALUE_BYTES = 8;

const callBytes = (names: number): number => VALUES + VALUE_BYTES * names;

/** @param entries all with the same names. */
export function encodeHotBlock(entries: readonly ValuesEntry[]): Buffer {
  const names = entries[0]?.names.length ?? 0;
  const body = Buffer.allocUnsafe(entries.length * callBytes(names));
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  for (const { seq, step, time, values } of entries) {
    view.setInt32(at + SEQ, seq);
    view.setInt32(at + STEP, step);
    view.setFloat64(at + TIME, time);
    at += VALUES;
    for (let i = 0; i < names; i++, at += VALUE_BYTES) view.setFloat64(at, values[i] ?? NaN);
  }
  return body;
}

/** Reads log calls where they lie. */
export class HotBlock {
  /** Log calls. */
  readonly length: number;
  readonly #callBytes: number;
  readonly #body: Buffer;
  readonly #view: DataView;

  /** @param names how many values a call has. @param body one or several bodies, end to end. */
  constructor(names: number, body: Buffer) {
    this.#callBytes = callBytes(names);
    this.#body = body;
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.length = body.length / this.#callBytes;
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
    return this.#view.getFloat64(call * this.#callBytes + VALUES + VALUE_BYTES * position);
  }

  /** The body of the calls from `first` to before `end`. */
  part(first: number, end = this.length): Buffer {
    return this.#body.subarray(first * this.#callBytes, end * this.#callBytes);
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
