// The ends of the y axis: everything in sight, or, where outliers are clipped, what lies between two percentiles.
import { firstIndexFrom, type XLimits } from './axes.ts';
import type { PlotLine } from './plot-line.ts';

/** As in TensorBoard: the lowest and the highest twentieth do not stretch the axis. */
const LOW_PERCENTILE = 0.05;
const HIGH_PERCENTILE = 0.95;
/** Air around the percentiles, as a share of their distance. */
const PADDING = 0.15;

export interface YLimits {
  readonly min: number;
  readonly max: number;
  /** Points that lie, or whose extremes lie, beyond the limits. */
  readonly clipped: number;
}

const finite = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value): value is number => value !== undefined && Number.isFinite(value));

interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The extremes of every point in sight. */
function extents(lines: readonly PlotLine[], limits: XLimits): { points: Extent[]; centres: number[] } {
  const points: Extent[] = [];
  const centres: number[] = [];
  for (const { xs, ys, raw, band } of lines) {
    for (let i = firstIndexFrom(xs, limits.min); (xs[i] ?? Infinity) <= limits.max; i += 1) {
      const values = finite([ys[i], raw?.[i], band?.lower[i], band?.upper[i]]);
      if (values.length === 0) continue;
      points.push({ low: Math.min(...values), high: Math.max(...values) });
      centres.push(...finite([raw?.[i] ?? ys[i]]));
    }
  }
  return { points, centres };
}

/** Linear interpolation between the two nearest ranks. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? NaN;
  const high = sorted[Math.ceil(position)] ?? NaN;
  return low + (position - Math.floor(position)) * (high - low);
}

/** undefined where nothing is in sight. */
export function yLimits(
  lines: readonly PlotLine[],
  limits: XLimits,
  options: { readonly clip: boolean; readonly logarithmic: boolean },
): YLimits | undefined {
  const { points, centres } = extents(lines, limits);
  if (points.length === 0) return undefined;
  const whole = {
    min: points.reduce((min, { low }) => Math.min(min, low), Infinity),
    max: points.reduce((max, { high }) => Math.max(max, high), -Infinity),
    clipped: 0,
  };
  if (!options.clip || centres.length < 3) return whole;
  const sorted = centres.sort((a, b) => a - b);
  const low = quantile(sorted, LOW_PERCENTILE);
  const high = quantile(sorted, HIGH_PERCENTILE);
  const air = PADDING * (high - low);
  const min = Math.max(whole.min, options.logarithmic ? low : low - air);
  const max = Math.min(whole.max, high + air);
  if (!(min < max)) return whole;
  return { min, max, clipped: points.filter((point) => point.low < min || point.high > max).length };
}
