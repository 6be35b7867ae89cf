// Runs assembly/resize.wasm: lays pixels and weights out in its memory and fetches the result. Weights are whole numbers of
// 2^-22; each value of a result is the sum of pixel times weight, rounded and clipped to 8 bits, after the pass across as after
// the pass down.
import { placesFor, roundUp, wasmModule, type Memory } from '../wasm.ts';

/** For each output: which input positions it reads, and their fixed-point weights. */
export interface Taps {
  readonly first: Int32Array; // [outputs]
  readonly count: Int32Array; // [outputs]
  readonly weights: Int32Array; // [outputs, stride]
  readonly stride: number;
}

/** A part of an image's bytes. */
export interface Part {
  /** Bytes from the image's start to the part's, and from one row to the next. */
  readonly offset: number;
  readonly rowBytes: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** An axis without taps stays as it is. */
export interface AxisTaps {
  readonly across?: Taps;
  readonly down?: Taps;
}

/** As assembly/resize.ts has them, where the fields are explained. */
const PASS_FIELDS = [
  'source',
  'sourcePitch',
  'target',
  'targetPitch',
  'rows',
  'columns',
  'channels',
  'taps',
] as const;
const LOW_BITS = 11;
/** What the module may read or write behind the end of a place. */
const SLACK_BYTES = 16;
const LOW_MASK = 2 ** LOW_BITS - 1;

type Pass = Record<(typeof PASS_FIELDS)[number], number>;

const wasm = wasmModule<{
  readonly memory: Memory;
  horizontalRgb(pass: number): void;
  horizontal(pass: number): void;
  vertical(pass: number): void;
}>('resize');

const tapsBytes = (taps: Taps | undefined): number =>
  taps ? taps.first.length * (8 + 8 * Math.ceil(taps.stride / 2)) : 0;

/** @param step bytes of the source from one input position to the next */
function writeTaps({ first, count, weights, stride }: Taps, place: number, step: number): void {
  const words = new Int32Array(wasm().memory.buffer, place);
  let at = 0;
  for (let i = 0; i < first.length; i++) {
    const taps = count[i] ?? 0;
    words[at++] = (first[i] ?? 0) * step;
    words[at++] = Math.ceil(taps / 2);
    for (let k = 0; k < taps; k += 2) {
      const one = weights[i * stride + k] ?? 0;
      const other = k + 1 < taps ? (weights[i * stride + k + 1] ?? 0) : 0;
      words[at++] = ((one >> LOW_BITS) & 0xffff) | ((other >> LOW_BITS) << 16);
      words[at++] = (one & LOW_MASK) | ((other & LOW_MASK) << 16);
    }
  }
}

/** The pass is described at the memory's start. */
const PASS_PLACE = 0;

function run(name: 'horizontalRgb' | 'horizontal' | 'vertical', pass: Pass): void {
  new Int32Array(wasm().memory.buffer, PASS_PLACE).set(PASS_FIELDS.map((field) => pass[field]));
  wasm()[name](PASS_PLACE);
}

/** As many rows at a time go through the pass across as stay in a core's cache; four at a time inside. */
const STRIP_BYTES = 2 ** 18;
const stripRows = (rowBytes: number): number => 4 * Math.max(1, Math.floor(STRIP_BYTES / rowBytes / 4));

/** Where the rows between the two passes lie, and how far apart. */
interface Rows {
  readonly place: number;
  readonly pitch: number;
}

function copyIn(pixels: Uint8Array, part: Part, place: number): void {
  const end = part.offset + (part.rows - 1) * part.rowBytes + part.columns * part.channels;
  new Uint8Array(wasm().memory.buffer, place).set(pixels.subarray(part.offset, end));
}

interface Across {
  readonly taps: Taps;
  readonly tapsPlace: number;
  readonly strip: number;
  readonly into: Rows;
}

function passAcross(pixels: Uint8Array, part: Part, { taps, tapsPlace, strip, into }: Across): void {
  const { rowBytes, channels, offset } = part;
  writeTaps(taps, tapsPlace, channels);
  const step = stripRows(rowBytes);
  for (let row = 0; row < part.rows; row += step) {
    const rows = Math.min(step, part.rows - row);
    copyIn(pixels, { ...part, offset: offset + row * rowBytes, rows }, strip);
    run(channels === 3 ? 'horizontalRgb' : 'horizontal', {
      source: strip,
      sourcePitch: rowBytes,
      target: into.place + row * into.pitch,
      targetPitch: into.pitch,
      rows,
      columns: taps.first.length,
      channels,
      taps: tapsPlace,
    });
  }
}

/** Rows of `width` bytes, close together; in the module's memory where they are. */
function fetchRows({ place, pitch }: Rows, rows: number, width: number): Uint8Array {
  const { buffer } = wasm().memory;
  if (pitch === width) return new Uint8Array(buffer, place, rows * width);
  const result = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++)
    result.set(new Uint8Array(buffer, place + row * pitch, width), row * width);
  return result;
}

/**
 * The part after the pass across, then the pass down.
 * @param pixels `[height, width, channels]` uint8; every tap lies inside the part
 * @returns uint8, in memory that the next call may write over
 */
export function applyPasses(pixels: Uint8Array, part: Part, { across, down }: AxisTaps): Uint8Array {
  const { rowBytes, rows, channels } = part;
  const columns = across ? across.first.length : part.columns;
  const width = columns * channels;
  // Each row of the pass across is followed by a byte that it spoils.
  const pitch = across ? roundUp(width + 1) : rowBytes;
  const outputs = down ? down.first.length : 0;
  const places = placesFor(wasm().memory, {
    pass: PASS_FIELDS.length * Int32Array.BYTES_PER_ELEMENT,
    across: tapsBytes(across),
    down: tapsBytes(down),
    strip: across ? stripRows(rowBytes) * rowBytes + channels + SLACK_BYTES : 0,
    between: (rows + 1) * pitch + SLACK_BYTES,
    target: outputs * width + SLACK_BYTES,
  });
  const between = { place: places.between, pitch };
  if (across)
    passAcross(pixels, part, { taps: across, tapsPlace: places.across, strip: places.strip, into: between });
  else copyIn(pixels, part, between.place);
  if (!down) return fetchRows(between, rows, width);

  writeTaps(down, places.down, pitch);
  const target = { place: places.target, pitch: width };
  run('vertical', {
    source: between.place,
    sourcePitch: pitch,
    target: target.place,
    targetPitch: target.pitch,
    rows: outputs,
    columns,
    channels,
    taps: places.down,
  });
  return fetchRows(target, outputs, width);
}
