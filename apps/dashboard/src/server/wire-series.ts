// Curves on their way to the browser: as columns, and no longer than a screen can show.
import { toJsonNumber, type CurveColumns, type JsonNumber } from '@starlab/tracking';
import type { WireSeries } from '@/features/curves/series.ts';

/** More digits of a mean than any screen can show would be half of the answer's bytes. Logged values are sent whole. */
const BUCKET_DIGITS = 7;

/** Those that a double holds exactly. */
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** By arithmetic, which takes a tenth of the time of `toPrecision`, where the power of ten it needs is exact. */
function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const scale = powersOfTen[BUCKET_DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)))];
  if (scale === undefined) return Number(value.toPrecision(BUCKET_DIGITS));
  return Math.round(value * scale) / scale;
}

/** A column for JSON. */
const sent = (column: Float64Array, change?: (value: number) => number): JsonNumber[] =>
  Array.from(column, (value) => toJsonNumber(change ? change(value) : value));

export function toWireSeries({ name, resolution, ...columns }: CurveColumns): WireSeries {
  const steps = Array.from(columns.steps);
  const times = Array.from(columns.times, Math.round);
  if (resolution <= 1) return { name, resolution, steps, times, values: sent(columns.mean) };
  return {
    name,
    resolution,
    steps,
    times,
    values: sent(columns.mean, rounded),
    min: sent(columns.min, rounded),
    max: sent(columns.max, rounded),
  };
}
