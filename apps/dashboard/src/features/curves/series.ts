// A curve in the browser: parallel columns, so that a long run is a few arrays and not a hundred thousand objects.
// On the wire JSON cannot say NaN or ±Infinity, so they travel as strings.
import type { Curve, JsonNumber } from '@starlab/tracking';

/** Columns of one named curve. `min` and `max` are left out where every point is a single logged value. */
export interface WireSeries {
  readonly name: string;
  /** Iterations behind one point; 1 means the values as logged. */
  readonly resolution: number;
  readonly steps: readonly number[];
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly values: readonly JsonNumber[];
  readonly min?: readonly JsonNumber[];
  readonly max?: readonly JsonNumber[];
}

export interface Series {
  readonly name: string;
  readonly resolution: number;
  readonly steps: readonly number[];
  readonly times: readonly number[];
  /** The value, or the mean of the bucket. */
  readonly values: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
}

export function toWireSeries({ name, resolution, points }: Curve): WireSeries {
  const columns = {
    name,
    resolution,
    steps: points.map((point) => point.step),
    times: points.map((point) => point.time),
    values: points.map((point) => point.mean),
  };
  if (resolution <= 1) return columns;
  return { ...columns, min: points.map((point) => point.min), max: points.map((point) => point.max) };
}

export function fromWireSeries(wire: WireSeries): Series {
  const { name, resolution, steps, times } = wire;
  const values = wire.values.map(Number);
  return {
    name,
    resolution,
    steps,
    times,
    values,
    min: wire.min?.map(Number) ?? values,
    max: wire.max?.map(Number) ?? values,
  };
}

/** `series` followed by those points of `newer` that lie after its last step. */
export function continueSeries(series: Series, newer: Series): Series {
  const last = series.steps.at(-1) ?? -Infinity;
  const first = newer.steps.findIndex((step) => step > last);
  if (first < 0) return series;
  return {
    name: series.name,
    resolution: series.resolution,
    steps: [...series.steps, ...newer.steps.slice(first)],
    times: [...series.times, ...newer.times.slice(first)],
    values: [...series.values, ...newer.values.slice(first)],
    min: [...series.min, ...newer.min.slice(first)],
    max: [...series.max, ...newer.max.slice(first)],
  };
}

export type SeriesByName = ReadonlyMap<string, Series>;

/** Every curve of `older`, continued by the curve of the same name in `newer`; curves only in `newer` are added. */
export function continueAll(older: SeriesByName, newer: Iterable<Series>): SeriesByName {
  const merged = new Map(older);
  for (const series of newer) {
    const known = merged.get(series.name);
    merged.set(series.name, known ? continueSeries(known, series) : series);
  }
  return merged;
}

/** The points as CSV, one row a point. */
export function seriesToCsv(series: Series): string {
  const rows = series.steps.map((step, i) =>
    [step, new Date(series.times[i] ?? 0).toISOString(), series.values[i], series.min[i], series.max[i]].join(
      ',',
    ),
  );
  return ['step,time,value,min,max', ...rows, ''].join('\n');
}
