import { expect, it } from 'vitest';
import { remainingTime } from './remaining.ts';

it('divides what is left by the rate', () => {
  expect(remainingTime({ step: 400, iterations: 1000, iterationsPerSecond: 2 })).toBe(300_000);
  expect(remainingTime({ step: 1000, iterations: 1000, iterationsPerSecond: 2 })).toBe(0);
  expect(remainingTime({ step: 0, iterations: 1000, iterationsPerSecond: null })).toBeUndefined();
});
