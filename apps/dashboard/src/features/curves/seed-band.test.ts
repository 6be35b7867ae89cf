import { expect, it } from 'vitest';
import type { PlotLine } from './plot-line.ts';
import { seedBand, valueAt } from './seed-band.ts';

const line = (xs: number[], ys: number[]): PlotLine => ({
  key: String(ys[0]),
  label: 'seed',
  colour: 'red',
  dash: [],
  xs,
  steps: xs,
  ys,
  values: ys,
  last: ys.at(-1) ?? NaN,
  raw: undefined,
  band: undefined,
  resolution: 1,
  nonFinite: [],
  hidden: 0,
});
const options = { group: 'F', scale: 'linear' } as const;

it('interpolates between points and not beyond the ends', () => {
  expect(valueAt([0, 10], [1, 3], 5)).toBe(2);
  expect(valueAt([0, 10], [1, 3], 10)).toBe(3);
  expect(valueAt([0, 10], [1, 3], 11)).toBeNaN();
  expect(valueAt([0, 10], [NaN, 3], 5)).toBeNaN();
});

it('draws mean ± sample standard deviation over seeds logged at different steps', () => {
  const band = seedBand([line([0, 10, 20], [1, 2, 3]), line([0, 20], [3, 5])], { ...options, kind: 'std' });
  expect(band?.ys).toEqual([2, 3, 4]);
  expect(band?.band?.upper[1]).toBeCloseTo(3 + Math.SQRT2, 12);
  expect(band?.label).toBe('F (n = 2)');
});

it('goes on with the seeds that are left', () => {
  const band = seedBand([line([0, 10, 20], [1, 2, 3]), line([0, 10], [3, 4])], { ...options, kind: 'range' });
  expect(band?.ys).toEqual([2, 3, 3]);
  expect(band?.band).toEqual({ lower: [1, 2, 3], upper: [3, 4, 3] });
});

it('has no band for a single seed', () => {
  expect(seedBand([line([0], [1])], { ...options, kind: 'std' })?.band).toBeUndefined();
});
