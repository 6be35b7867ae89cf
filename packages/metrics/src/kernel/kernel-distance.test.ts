import { describe, expect, it } from 'vitest';
import { randomStream } from '@starlab/experiment';
import { kernelDistance, publishedSubsets, type Features } from './kernel-distance.ts';

const EXACT = 12; // digits: a few roundings in float64

const repeated = (vector: readonly number[], count: number): Features => ({
  data: Array.from({ length: count }, () => vector).flat(),
  dimension: vector.length,
});

function normal(seed: number, count: number, dimension: number, shift = 0): Features {
  const stream = randomStream({ seed, purpose: 'test', index: 0 });
  return {
    data: Array.from({ length: count * dimension }, () => stream.normal() + shift),
    dimension,
  };
}

/** The definition, pair by pair. */
function naive(a: Features, b: Features): number {
  const { dimension } = a;
  const [m, n] = [a.data.length / dimension, b.data.length / dimension];
  const kernel = (x: Features, i: number, y: Features, j: number): number => {
    let product = 0;
    for (let d = 0; d < dimension; d++)
      product += (x.data[i * dimension + d] ?? 0) * (y.data[j * dimension + d] ?? 0);
    return (product / dimension + 1) ** 3;
  };
  let [within, between] = [0, 0];
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      if (i !== j) within += kernel(a, i, a, j) + kernel(b, i, b, j);
      between += kernel(a, i, b, j);
    }
  return within / (m * (m - 1)) - (2 * between) / (m * n);
}

describe('the kernel distance', () => {
  it('of two points is k(a, a) + k(b, b) − 2·k(a, b)', () => {
    // d = 2: k(a, a) = (2/2 + 1)³ = 8, k(b, b) = (8/2 + 1)³ = 125, k(a, b) = (0/2 + 1)³ = 1
    expect(kernelDistance(repeated([1, 1], 4), repeated([2, -2], 4))).toBeCloseTo(8 + 125 - 2, EXACT);
  });

  it('leaves out pairs of an image with itself', () => {
    // {0, 2} against {1, 1} in one dimension: within 1³ and 2³, between (1 + 27)/2
    const a = { data: [0, 2], dimension: 1 };
    const b = { data: [1, 1], dimension: 1 };
    expect(kernelDistance(a, b)).toBeCloseTo(1 + 8 - (1 + 27), EXACT);
  });

  it('of whole sets is the definition, pair by pair', () => {
    const [a, b] = [normal(1, 23, 7), normal(2, 23, 7, 0.4)];
    expect(kernelDistance(a, b)).toBeCloseTo(naive(a, b), 10);
  });

  it('of one distribution is around 0 whichever the sizes, and grows with the shift', () => {
    const options = { ...publishedSubsets, subsets: 20, subsetSize: 60 };
    const shifted = (shift: number): number =>
      kernelDistance(normal(3, 200, 4), normal(4, 150, 4, shift), options);
    const [same, near, far] = [shifted(0), shifted(0.3), shifted(1)];
    // k is of order 10 here; the estimate of 20 subsets of 60 varies by about 0.05.
    expect(Math.abs(same)).toBeLessThan(0.2);
    expect(near).toBeGreaterThan(same);
    expect(far).toBeGreaterThan(near + 1);
  });

  it('is the same number for the same seed, and another for another', () => {
    const measure = (seed: number): number =>
      kernelDistance(normal(5, 40, 3), normal(6, 50, 3), { subsets: 3, subsetSize: 10, seed });
    expect(measure(1)).toBe(measure(1));
    expect(measure(2)).not.toBe(measure(1));
  });

  it('needs two images of either set, and features of one network', () => {
    expect(() => kernelDistance(repeated([1], 1), repeated([1], 5))).toThrow(/at least 2 images/);
    expect(() => kernelDistance(repeated([1], 2), repeated([1, 2], 2))).toThrow(/1-d and 2-d/);
  });
});
