// A curve in the browser: parallel columns, so that a long run is a few arrays and not a hundred thousand objects.
// On the wire JSON cannot say NaN or ±Infinity, so they travel as strings.
import type { JsonNumber } from '@starlab/tracking';

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
  /** As logged; left out where it is the last of `values`. */
  readonly last?: JsonNumber;
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
  /** The value of the highest step, as logged. NaN of an empty curve. */
  readonly last: number;
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
    last: Number(wire.last ?? values.at(-1) ?? NaN),
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
    last: newer.last,
  };
}

/** `detail` in the place of what `coarse` has of its steps: fine where one looks, coarse beyond. */
export function refineSeries(coarse: Series, detail: Series): Series {
  const first = detail.steps[0];
  const last = detail.steps.at(-1);
  if (first === undefined || last === undefined) return coarse;
  const before = coarse.steps.findIndex((step) => step >= first);
  const after = coarse.steps.findIndex((step) => step > last);
  const join = (column: 'steps' | 'times' | 'values' | 'min' | 'max'): number[] => [
    ...coarse[column].slice(0, before < 0 ? undefined : before),
    ...detail[column],
    ...(after < 0 ? [] : coarse[column].slice(after)),
  ];
  return {
    name: coarse.name,
    resolution: Math.max(coarse.resolution, detail.resolution),
    steps: join('steps'),
    times: join('times'),
    values: join('values'),
    min: join('min'),
    max: join('max'),
    last: coarse.last,
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

/** When a run's first point was logged, ms since the epoch: 0 of its relative time. */
export function startOf(byName: SeriesByName): number {
  let start = Infinity;
  for (const { times } of byName.values()) start = Math.min(start, times[0] ?? Infinity);
  return start;
}

/** By run, then by name. */
export type SeriesByRun = ReadonlyMap<string, SeriesByName>;

/** A cell of CSV, quoted where it must be. */
function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The points of one curve of several runs as CSV, one row a point. */
export function seriesToCsv(curves: readonly { readonly run: string; readonly series: Series }[]): string {
  const rows = curves.flatMap(({ run, series }) =>
    series.steps.map((step, i) => {
      const time = new Date(series.times[i] ?? 0).toISOString();
      return [csvCell(run), step, time, series.values[i], series.min[i], series.max[i]].join(',');
    }),
  );
  return ['run,step,time,value,min,max', ...rows, ''].join('\n');
}
