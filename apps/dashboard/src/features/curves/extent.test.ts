import { expect, it } from 'vitest';
import { stepExtent, xExtent } from './extent.ts';
import { fromWireSeries, type SeriesByRun } from './series.ts';

const series = (steps: number[], start: number) =>
  fromWireSeries({ name: 'a', resolution: 1, steps, times: steps.map((s) => start + s), values: steps });
const curves: SeriesByRun = new Map([
  ['one', new Map([['a', series([10, 20, 30], 1_000)]])],
  ['two', new Map([['a', series([10, 50], 9_000)]])],
]);
const wanted = (): boolean => true;

it('reaches from the first to the last step of all runs', () => {
  expect(stepExtent(curves, wanted)).toEqual({ first: 10, last: 50 });
  expect(xExtent(curves, 'step', { wanted })).toEqual({ min: 0, max: 50 });
});

it('lays runs of different days over one another in relative time only', () => {
  expect(xExtent(curves, 'relative', { wanted })).toEqual({ min: 0, max: 40 });
  expect(xExtent(curves, 'time', { wanted })).toEqual({ min: 1_010, max: 9_050 });
});

it('keeps a zoom by step on every axis', () => {
  const range = { from: 15, to: 30 };
  expect(xExtent(curves, 'step', { wanted, range })).toEqual({ min: 15, max: 30 });
  expect(xExtent(curves, 'relative', { wanted, range })).toEqual({ min: 10, max: 20 });
});

it('has an axis even for a single point and for none', () => {
  expect(xExtent(new Map(), 'step', { wanted })).toEqual({ min: 0, max: 1 });
  expect(stepExtent(undefined, wanted)).toEqual({ first: 0, last: 0 });
});
