// What a chart draws of one series: the line, the raw line behind a smoothed one, the band between minimum and maximum
// where a point stands for many, and the places where a value was not a number. Columns, not objects: fifty runs are many.
import { onScale, xValues, type XAxis, type YScale } from './axes.ts';
import type { CurveRun } from './curve-run.ts';
import type { Series } from './series.ts';
import { smooth, type Average } from './smoothing.ts';

export interface PlotOptions {
  readonly axis: XAxis;
  readonly scale: YScale;
  /** Weight of the moving average in [0, 1). */
  readonly smoothing: number;
  readonly average: Average;
  /** Length of the whole x axis in its own unit, however far one has zoomed in. */
  readonly span: number;
}

interface PlottedRun {
  readonly run: CurveRun;
  readonly series: Series;
  /** When the run began, ms since the epoch. Relative time is each run's own, so that runs of different days overlap. */
  readonly start: number;
  /** For a run that has no colour of its own. */
  readonly colour: string;
}

export interface PlotLine {
  /** The run's id, or the name of a group of seeds. */
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly xs: readonly number[];
  readonly steps: readonly number[];
  /** What is drawn; NaN interrupts the line. */
  readonly ys: readonly number[];
  /** As logged, or the mean of the bucket, whatever the scale and the smoothing. */
  readonly values: readonly number[];
  /** The value of the highest step, as logged; of a group of seeds their mean. */
  readonly last: number;
  /** The unsmoothed line behind a smoothed one. */
  readonly raw: readonly number[] | undefined;
  readonly band: Band | undefined;
  /** Steps that a point stands for. */
  readonly resolution: number;
  /** Where a value was NaN or infinite; a bucket that holds several counts once. */
  readonly nonFinite: readonly number[];
  /** Finite values left out because the axis is logarithmic. */
  readonly hidden: number;
}

export interface Band {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export function plotLine({ run, series, start, colour }: PlottedRun, options: PlotOptions): PlotLine {
  const { axis, scale, smoothing, average, span } = options;
  const xs = xValues(series, axis, start);
  const scaled = (values: readonly number[]): number[] => values.map((value) => onScale(value, scale));
  const raw = scaled(series.values);
  const smoothed = scaled(smooth(xs, series.values, { weight: smoothing, average, span }));
  const isFinitePoint = (i: number): boolean =>
    [series.values[i], series.min[i], series.max[i]].every((value) => Number.isFinite(value));
  return {
    key: run.id,
    label: run.label,
    colour: run.colour ?? colour,
    dash: run.dash ?? [],
    xs,
    steps: series.steps,
    ys: smoothed,
    values: series.values,
    last: series.last,
    raw: smoothing > 0 ? raw : undefined,
    band: series.resolution > 1 ? { lower: scaled(series.min), upper: scaled(series.max) } : undefined,
    resolution: series.resolution,
    nonFinite: xs.filter((_, i) => !isFinitePoint(i)),
    hidden: series.values.filter((value, i) => Number.isFinite(value) && Number.isNaN(raw[i])).length,
  };
}
