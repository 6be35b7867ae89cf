// How far the curves of all runs reach, so that every panel has the same x axis.
import { firstIndexFrom, xValues, type StepRange, type XAxis, type XLimits } from './axes.ts';
import { startOf, type Series, type SeriesByRun } from './series.ts';

type Wanted = (name: string) => boolean;

function* wantedSeries(
  curves: SeriesByRun | undefined,
  wanted: Wanted,
): Generator<{ readonly series: Series; readonly start: number }> {
  for (const byName of curves?.values() ?? []) {
    const start = startOf(byName);
    for (const series of byName.values()) {
      if (wanted(series.name) && series.steps.length > 0) yield { series, start };
    }
  }
}

/** First and last step of all. */
export function stepExtent(curves: SeriesByRun | undefined, wanted: Wanted): { first: number; last: number } {
  let first = Infinity;
  let last = 0;
  for (const { series } of wantedSeries(curves, wanted)) {
    first = Math.min(first, series.steps[0] ?? Infinity);
    last = Math.max(last, series.steps.at(-1) ?? 0);
  }
  return { first: Math.min(first, last), last };
}

/** The ends of the x axis for all steps, or for those within a range. */
export function xExtent(
  curves: SeriesByRun | undefined,
  axis: XAxis,
  { wanted, range }: { readonly wanted: Wanted; readonly range?: StepRange | undefined },
): XLimits {
  if (axis === 'step' && range) return { min: range.from, max: range.to };
  let min = Infinity;
  let max = -Infinity;
  for (const { series, start } of wantedSeries(curves, wanted)) {
    const xs = xValues(series, axis, start);
    const first = range ? firstIndexFrom(series.steps, range.from) : 0;
    const after = range ? firstIndexFrom(series.steps, range.to + 1) : xs.length;
    if (first >= after) continue;
    min = Math.min(min, xs[first] ?? Infinity);
    max = Math.max(max, xs[after - 1] ?? -Infinity);
  }
  if (!(min < max)) return { min: Number.isFinite(min) ? min : 0, max: (Number.isFinite(min) ? min : 0) + 1 };
  return { min: axis === 'step' ? 0 : min, max };
}
