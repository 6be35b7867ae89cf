import type { CurveColumns } from '@starlab/tracking';
import { describe, expect, it } from 'vitest';
import { fromWireSeries } from '@/features/curves/series.ts';
import { toWireSeries } from './wire-series.ts';

type Point = readonly [step: number, min: number, mean: number, max: number];

function columns(resolution: number, ...points: readonly Point[]): CurveColumns {
  const column = (at: (point: Point) => number): Float64Array => Float64Array.from(points, at);
  return {
    name: 'D/latent/reg',
    resolution,
    steps: column(([step]) => step),
    times: column(([step]) => 10 * step + 0.4),
    min: column(([, min]) => min),
    mean: column(([, , mean]) => mean),
    max: column(([, , , max]) => max),
    last: column(([, , , max]) => max),
  };
}

describe('a series on the wire', () => {
  it('keeps NaN and infinities, and logged values to the last digit', () => {
    const values = [1 / 3, NaN, -Infinity];
    const wire = toWireSeries(columns(1, ...values.map((x, i) => [i, x, x, x] as const)));
    expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
    expect(fromWireSeries(wire)).toMatchObject({
      steps: [0, 1, 2],
      times: [0, 10, 20],
      values,
      last: -Infinity,
    });
  });

  it('sends minimum and maximum only for buckets', () => {
    const point = [32, 1, 3, 9] as const;
    expect(toWireSeries(columns(1, point))).not.toHaveProperty('min');
    const bucketed = fromWireSeries(toWireSeries(columns(32, point)));
    expect([bucketed.min, bucketed.values, bucketed.max]).toEqual([[1], [3], [9]]);
    expect(bucketed.last).toBe(9);
  });
});
