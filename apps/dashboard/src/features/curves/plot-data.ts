// What the chart draws of one series: the line, the raw line behind a smoothed one, the band between minimum and
// maximum where a point stands for many, and the places where a value was not a number.
import { onScale, xValues, type XAxis, type YScale } from './axes.ts';
import type { Series } from './series.ts';
import { smooth } from './smoothing.ts';

export interface PlotOptions {
  readonly axis: XAxis;
  readonly scale: YScale;
  /** Weight of the moving average in [0, 1). */
  readonly smoothing: number;
  /** Epoch milliseconds at which relative time is 0. */
  readonly origin: number;
}

export interface PlotPoint {
  readonly x: number;
  /** NaN interrupts the line. */
  readonly y: number;
}

export interface PlotData {
  readonly xs: readonly number[];
  readonly line: readonly PlotPoint[];
  readonly raw: readonly PlotPoint[];
  readonly lower: readonly PlotPoint[];
  readonly upper: readonly PlotPoint[];
  readonly nonFinite: readonly number[];
  /** Finite values left out because the axis is logarithmic. */
  readonly hidden: number;
}

export function plotData(series: Series, options: PlotOptions): PlotData {
  const xs = xValues(series, options.axis, options.origin);
  const points = (values: readonly number[]): PlotPoint[] =>
    values.map((value, i) => ({ x: xs[i] ?? 0, y: onScale(value, options.scale) }));
  const bucketed = series.resolution > 1;
  const isFinitePoint = (i: number): boolean =>
    [series.values[i], series.min[i], series.max[i]].every((value) => Number.isFinite(value));
  return {
    xs,
    line: points(smooth(series.values, options.smoothing)),
    raw: options.smoothing > 0 ? points(series.values) : [],
    lower: bucketed ? points(series.min) : [],
    upper: bucketed ? points(series.max) : [],
    nonFinite: xs.filter((_, i) => !isFinitePoint(i)),
    hidden: series.values.filter(
      (value) => Number.isFinite(value) && Number.isNaN(onScale(value, options.scale)),
    ).length,
  };
}
