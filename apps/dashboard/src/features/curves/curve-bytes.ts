// Curves as bytes on their way to the browser: no number is printed or parsed, and series that were logged together share their
// steps and times. The length of a JSON header (4 bytes), that header, then the columns, each at a multiple of 8 bytes: steps
// and times, then of every run the last values of its curves and the curves. A bucket's numbers are float32 where that holds
// them, which is more digits than a screen can show; logged values are float64.
import type { CurveColumns } from '@starlab/tracking';
import type { Series, SeriesByRun } from './series.ts';

export interface CurvesOfRun {
  readonly runId: string;
  readonly curves: readonly CurveColumns[];
}

type Width = 4 | 8;

interface SeriesHeader {
  readonly name: string;
  readonly resolution: number;
  /** Index among `axes`. */
  readonly axis: number;
  /** Bytes a value: of the values, and above resolution 1 of minimum and maximum. */
  readonly widths: readonly Width[];
}

interface Header {
  /** Points of each pair of steps and times. */
  readonly axes: readonly number[];
  readonly runs: readonly { readonly runId: string; readonly series: readonly SeriesHeader[] }[];
}

const ALIGNMENT = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const LARGEST_FLOAT32 = 2 ** 128 * (1 - 2 ** -24);
const SMALLEST_NORMAL_FLOAT32 = 2 ** -126;

// Loops here and below: every number of every curve passes through them.
function fitFloat32(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) {
    const size = Math.abs(column[i] as number);
    if ((size > LARGEST_FLOAT32 || size < SMALLEST_NORMAL_FLOAT32) && size !== Infinity && size !== 0)
      return false;
  }
  return true;
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

type Axis = Pick<CurveColumns, 'steps' | 'times'>;

export function encodeCurves(runs: readonly CurvesOfRun[]): Uint8Array<ArrayBuffer> {
  const axes: Axis[] = [];
  const columns: (Float32Array | Float64Array)[] = [];
  /** Nearly always the axis of the series before. */
  const axisOf = ({ steps, times }: Axis): number => {
    const last = axes.at(-1);
    if (!last || !areEqual(last.steps, steps) || !areEqual(last.times, times)) axes.push({ steps, times });
    return axes.length - 1;
  };
  const widthOf = (column: Float64Array, resolution: number): Width => {
    const width = resolution > 1 && fitFloat32(column) ? 4 : 8;
    columns.push(width === 4 ? new Float32Array(column) : column);
    return width;
  };
  const described = runs.map(({ runId, curves }) => {
    columns.push(Float64Array.from(curves, ({ last }) => last.at(-1) ?? NaN));
    const series = curves.map((curve): SeriesHeader => {
      const { name, resolution, mean, min, max } = curve;
      const sent = resolution > 1 ? [mean, min, max] : [mean];
      const axis = axisOf(curve);
      return { name, resolution, axis, widths: sent.map((column) => widthOf(column, resolution)) };
    });
    return { runId, series };
  });
  const header: Header = { axes: axes.map(({ steps }) => steps.length), runs: described };
  return joined(header, [...axes.flatMap(({ steps, times }) => [steps, times]), ...columns]);
}

function joined(header: Header, columns: readonly (Float32Array | Float64Array)[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = aligned(4 + text.length);
  const bytes = new Uint8Array(columns.reduce((end, { byteLength }) => end + aligned(byteLength), begin));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = begin;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

/** The digits that a float32 has. */
const DIGITS = 7;
/** Those that a double holds exactly. */
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** 0.1 rather than 0.10000000149. By arithmetic, a tenth of the time of `toPrecision`, where the power of ten is exact. */
function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const scale = powersOfTen[DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)))];
  if (scale === undefined) return Number(value.toPrecision(DIGITS));
  return Math.round(value * scale) / scale;
}

export function decodeCurves(buffer: ArrayBuffer): SeriesByRun {
  const headerBytes = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, headerBytes));
  const { axes, runs } = JSON.parse(text) as Header;
  let at = aligned(4 + headerBytes);
  const column = (length: number, width: Width): number[] => {
    const begin = at;
    at += aligned(width * length);
    const read =
      width === 8 ? new Float64Array(buffer, begin, length) : new Float32Array(buffer, begin, length);
    const numbers = new Array<number>(length);
    for (let i = 0; i < length; i++) {
      const number = read[i] as number;
      numbers[i] = width === 8 ? number : rounded(number);
    }
    return numbers;
  };
  const shared = axes.map((length) => ({ steps: column(length, 8), times: column(length, 8) }));
  return new Map(
    runs.map(({ runId, series }) => {
      const lasts = column(series.length, 8);
      const decoded = series.map(({ name, resolution, axis, widths }, i): [string, Series] => {
        const { steps, times } = shared[axis] ?? { steps: [], times: [] };
        const [values = [], min = values, max = values] = widths.map((width) => column(steps.length, width));
        return [name, { name, resolution, steps, times, values, min, max, last: lasts[i] ?? NaN }];
      });
      return [runId, new Map(decoded)];
    }),
  );
}
