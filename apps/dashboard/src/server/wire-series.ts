// What is pushed of a curve while its run goes on: JSON, since it is a few points.
import { toJsonNumber, type CurveColumns, type JsonNumber } from '@starlab/tracking';
import type { WireSeries } from '@/features/curves/series.ts';

/** A column for JSON. */
const sent = (column: Float64Array): JsonNumber[] => Array.from(column, toJsonNumber);

export function toWireSeries({ name, resolution, ...columns }: CurveColumns): WireSeries {
  const steps = Array.from(columns.steps);
  const times = Array.from(columns.times, Math.round);
  const series = { name, resolution, steps, times, values: sent(columns.mean) };
  if (resolution === 1) return series;
  const last = toJsonNumber(columns.last.at(-1) ?? NaN);
  return { ...series, min: sent(columns.min), max: sent(columns.max), last };
}
