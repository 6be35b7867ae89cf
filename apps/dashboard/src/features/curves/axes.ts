// From steps to positions: the three x axes, and tick marks that fall on round durations and round clock times.
import type { Series } from './series.ts';

export const xAxes = ['step', 'relative', 'time'] as const;
export type XAxis = (typeof xAxes)[number];
export const yScales = ['linear', 'log'] as const;
export type YScale = (typeof yScales)[number];

export const xAxisTitles: Readonly<Record<XAxis, string>> = {
  step: 'Step',
  relative: 'Relative time',
  time: 'Wall time',
};

/** The ends of the x axis in sight, in its own unit. */
export interface XLimits {
  readonly min: number;
  readonly max: number;
}

/** A range of steps, ends included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** The x of every point: iterations, milliseconds since `origin`, or epoch milliseconds. */
export function xValues(series: Series, axis: XAxis, origin: number): readonly number[] {
  switch (axis) {
    case 'step':
      return series.steps;
    case 'relative':
      return series.times.map((time) => time - origin);
    case 'time':
      return series.times;
    default:
      return axis satisfies never;
  }
}

/** Index of the entry of ascending `sorted` nearest to `x`, or −1 when it is empty. */
export function nearestIndex(sorted: readonly number[], x: number): number {
  if (sorted.length === 0) return -1;
  const index = Math.min(sorted.length - 1, firstIndexFrom(sorted, x));
  const before = sorted[index - 1];
  const here = sorted[index] ?? 0;
  return before !== undefined && x - before <= here - x ? index - 1 : index;
}

/** The steps between two positions on an axis, which is how a zoom is kept when the axis changes. */
export function stepRange(
  points: { readonly xs: readonly number[]; readonly steps: readonly number[] },
  ends: readonly [number, number],
): StepRange {
  const [a, b] = ends.map((x) => points.steps[nearestIndex(points.xs, x)] ?? 0);
  return { from: Math.min(a ?? 0, b ?? 0), to: Math.max(a ?? 0, b ?? 0) };
}

/** First index of ascending `sorted` whose entry is not below `x`; its length if there is none. */
export function firstIndexFrom(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A value a logarithmic axis can show, or NaN. */
export function onScale(value: number, scale: YScale): number {
  if (!Number.isFinite(value)) return NaN;
  return scale === 'log' && value <= 0 ? NaN : value;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const roundDurations = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * day),
];

/** The distance between ticks: the shortest round duration that gives at most `count` of them. */
export function tickInterval(from: number, to: number, count: number): number {
  const wanted = (to - from) / Math.max(1, count);
  return roundDurations.find((duration) => duration >= wanted) ?? Math.ceil(wanted / day) * day;
}

/** Round durations within [from, to]; `offset` (ms) moves them onto the round times of a time zone. */
export function timeTicks(from: number, to: number, options: { count: number; offset?: number }): number[] {
  const interval = tickInterval(from, to, options.count);
  const offset = options.offset ?? 0;
  const first = Math.ceil((from - offset) / interval) * interval + offset;
  const length = Math.max(0, Math.floor((to - first) / interval) + 1);
  return Array.from({ length }, (_, i) => first + i * interval);
}

/** A duration as a tick label, without the zeros of `formatDuration`: `30s`, `5m`, `1h30`, `2d`. */
export function durationTick(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  if (milliseconds < second) return `${milliseconds}ms`;
  if (milliseconds < minute) return `${milliseconds / second}s`;
  if (milliseconds < hour) return compound(milliseconds, { unit: minute, letter: 'm', part: second });
  if (milliseconds < day) return compound(milliseconds, { unit: hour, letter: 'h', part: minute });
  return compound(milliseconds, { unit: day, letter: 'd', part: hour });
}

function compound(value: number, parts: { unit: number; letter: string; part: number }): string {
  const whole = Math.floor(value / parts.unit);
  const rest = Math.floor((value % parts.unit) / parts.part);
  return `${whole}${parts.letter}${rest === 0 ? '' : String(rest).padStart(2, '0')}`;
}

/** Iterations as a tick label: `500`, `12k`, `1.5M`; in full where ticks are too close for that: `50002`. */
export function stepTick(step: number, interval: number): string {
  const size = Math.abs(step);
  if (size >= 1e6 && interval >= 1e4) return `${Number((step / 1e6).toFixed(2))}M`;
  if (size >= 1e4 && interval >= 10) return `${Number((step / 1e3).toFixed(2))}k`;
  return String(Number(step.toFixed(2)));
}

/** The distance of regular ticks, which those at the ends of an axis may lie closer than; 0 for a single one. */
export function intervalOf(ticks: readonly { readonly value: number }[]): number {
  return ticks.reduce((widest, { value }, i) => {
    const before = ticks[i - 1];
    return before ? Math.max(widest, Math.abs(value - before.value)) : widest;
  }, 0);
}

/** A value as a tick label: three digits, or as many more as tell it from the next tick. */
export function valueTick(value: number, interval: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  // One digit beyond the interval's own: round intervals are 1, 2, 2.5 or 5 times a power of ten.
  const digits = interval > 0 ? Math.floor(Math.log10(size)) - Math.floor(Math.log10(interval)) + 2 : 0;
  const rounded = Number(value.toPrecision(Math.min(15, Math.max(3, digits))));
  if (size < 1e-3 || size >= 1e6) return rounded.toExponential().replace('e+', 'e');
  return String(rounded);
}
