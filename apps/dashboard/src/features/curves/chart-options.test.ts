import { expect, it } from 'vitest';
import { clockTick, logTicks } from './chart-options.ts';

it('names 1, 2 and 5 on a short logarithmic axis and powers of ten on a long one', () => {
  expect(logTicks([0.27, 0.3, 0.5, 1, 2, 3])).toEqual([0.5, 1, 2]);
  expect(logTicks([1e-5, 2e-5, 1e-4, 5e-3, 1e-2])).toEqual([1e-5, 1e-4, 1e-2]);
});

it('names every tick of a logarithmic axis so short that it has no round one', () => {
  expect(logTicks([0.58, 0.59, 0.6, 0.61])).toEqual([0.58, 0.59, 0.6, 0.61]);
});

it('names seconds only where ticks are less than a minute apart', () => {
  const noon = new Date(2026, 0, 2, 12, 0, 30).getTime();
  expect(clockTick(noon, 10_000)).toBe('12:00:30');
  expect(clockTick(noon, 300_000)).toBe('12:00');
  expect(clockTick(noon, 86_400_000)).toBe('2 Jan');
  expect(clockTick(noon + 250, 250)).toBe('12:00:30.250');
});
