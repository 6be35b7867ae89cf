import { describe, expect, test } from 'vitest';
import { normalArray, randomStream } from './random.ts';

const key = { seed: 777, purpose: 'test', index: 3 };

describe('randomStream', () => {
  test('gives the same numbers for the same key', () => {
    const [a, b] = [randomStream(key), randomStream(key)];
    expect(Array.from({ length: 5 }, () => a.uniform())).toEqual(
      Array.from({ length: 5 }, () => b.uniform()),
    );
  });

  test('gives the numbers that recorded runs were drawn from', () => {
    const stream = randomStream(key);
    expect([stream.uniform(), stream.normal(), stream.integer(1000)]).toEqual([
      0.9383354934398085, -1.0855073570929732, 359,
    ]);
  });

  test.each([
    { ...key, seed: 778 },
    { ...key, purpose: 'Test' },
    { ...key, index: 4 },
    { ...key, index: 3 + 2 ** 32 },
  ])('gives other numbers for %o', (other) => {
    expect(randomStream(other).uniform()).not.toBe(randomStream(key).uniform());
  });

  test('is uniform: mean 1/2 and variance 1/12 within five standard errors', () => {
    const stream = randomStream(key);
    const n = 20_000;
    const draws = Array.from({ length: n }, () => stream.uniform());
    const mean = draws.reduce((sum, x) => sum + x, 0) / n;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
  });

  test('first draws of neighbouring indices are uncorrelated', () => {
    const n = 20_000;
    const first = Array.from(
      { length: n + 1 },
      (_, index) => randomStream({ ...key, index }).uniform() - 0.5,
    );
    const covariance = first.slice(1).reduce((sum, x, i) => sum + x * (first[i] ?? 0), 0) / n;
    expect(Math.abs(covariance)).toBeLessThan((5 / 12) * Math.sqrt(1 / n));
  });
});

test('normalArray has the moments of N(0, 1) within five standard errors', () => {
  const n = 20_000;
  const draws = normalArray(key, n);
  const moment = (k: number): number => draws.reduce((sum, x) => sum + x ** k, 0) / n;
  expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
});
