import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomStream } from '@starlab/experiment';
import { sym } from '@starlab/testing';
import golden from '../../golden/frechet.json' with { type: 'json' };
import { featureStatistics, type FeatureStatistics } from './feature-statistics.ts';
import { frechetDistance } from './frechet-distance.ts';

function gaussian(mean: readonly number[], covariance: readonly (readonly number[])[]): FeatureStatistics {
  return {
    dimension: mean.length,
    count: 1000,
    mean: Float64Array.from(mean),
    covariance: Float64Array.from(covariance.flat()),
  };
}

const diagonal = (values: readonly number[]): number[][] =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

/** Correlated features `[count, dimension]`: normal numbers through a random matrix. */
function randomFeatures(seed: number, count: number, dimension: number): Matrix {
  const stream = randomStream({ seed, purpose: 'test', index: 0 });
  const numbers = (rows: number): Matrix =>
    Matrix.from1DArray(
      rows,
      dimension,
      Array.from({ length: rows * dimension }, () => stream.normal()),
    );
  return numbers(count).mmul(numbers(dimension));
}

const statisticsOf = (features: Matrix): FeatureStatistics =>
  featureStatistics(features.to1DArray(), features.columns);

/** The textbook formula with ml-matrix's eigenvectors: Tr (S·C₂·S)^½ with S = C₁^½. */
function textbookDistance(a: FeatureStatistics, b: FeatureStatistics): number {
  const d = a.dimension;
  const c1 = Matrix.from1DArray(d, d, Array.from(a.covariance));
  const c2 = Matrix.from1DArray(d, d, Array.from(b.covariance));
  const { realEigenvalues, eigenvectorMatrix: q } = new EigenvalueDecomposition(c1, {
    assumeSymmetric: true,
  });
  const root = q.mmul(Matrix.diag(realEigenvalues.map((v) => Math.sqrt(Math.max(v, 0))))).mmul(q.transpose());
  const product = root.mmul(c2).mmul(root);
  const { realEigenvalues: lambda } = new EigenvalueDecomposition(product, { assumeSymmetric: true });
  const overlap = lambda.reduce((sum, v) => sum + Math.sqrt(Math.max(v, 0)), 0);
  const gap = a.mean.reduce((sum, v, i) => sum + (v - (b.mean[i] ?? 0)) ** 2, 0);
  return gap + c1.trace() + c2.trace() - 2 * overlap;
}

const spread = ({ covariance, dimension }: FeatureStatistics): number =>
  covariance.reduce((sum, value, i) => (i % (dimension + 1) === 0 ? sum + value : sum), 0);

// Rounding: eigenvalues of the product are exact to 1e-16 of the largest, so their roots to 1e-8 of the largest root.
const ROOT_NOISE = 1e-7;

describe('Fréchet distance, closed forms', () => {
  it('of equal covariances is the squared gap of the means', () => {
    const covariance = [
      [2, 0.5],
      [0.5, 1],
    ];
    expect(frechetDistance(gaussian([1, 2], covariance), gaussian([4, 6], covariance))).toBeCloseTo(25, 12);
  });

  it('of diagonal covariances adds the squared gaps of the deviations', () => {
    const a = gaussian([0, 0, 0], diagonal([1, 4, 9]));
    const b = gaussian([0, 1, 0], diagonal([16, 4, 0]));
    expect(frechetDistance(a, b)).toBeCloseTo(1 + (1 - 4) ** 2 + 0 + 3 ** 2, 12);
  });

  it('of two lines at right angles is the sum of their variances', () => {
    const a = gaussian([0, 0], diagonal([5, 0]));
    const b = gaussian([0, 0], diagonal([0, 7]));
    expect(frechetDistance(a, b)).toBeCloseTo(12, 12);
  });

  it('refuses features of different networks', () => {
    expect(() => frechetDistance(gaussian([0], [[1]]), gaussian([0, 0], diagonal([1, 1])))).toThrow(
      /1-d.*2-d/,
    );
  });
});

describe('Fréchet distance, properties', () => {
  const setting = fc.record({
    seed: fc.nat(1e6),
    dimension: fc.integer({ min: 1, max: 12 }),
    count: fc.integer({ min: 2, max: 30 }),
    otherCount: fc.integer({ min: 2, max: 30 }),
  });

  it('is zero for identical statistics', () => {
    fc.assert(
      fc.property(setting, ({ seed, dimension, count }) => {
        const a = statisticsOf(randomFeatures(seed, count, dimension));
        expect(Math.abs(frechetDistance(a, a))).toBeLessThan(ROOT_NOISE * spread(a) * dimension);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('is symmetric and agrees with the textbook formula, of full rank or not', () => {
    fc.assert(
      fc.property(setting, ({ seed, dimension, count, otherCount }) => {
        const a = statisticsOf(randomFeatures(seed, count, dimension));
        const b = statisticsOf(randomFeatures(seed + 1, otherCount, dimension));
        const noise = ROOT_NOISE * (spread(a) + spread(b)) * dimension;
        expect(Math.abs(frechetDistance(a, b) - frechetDistance(b, a))).toBeLessThan(noise);
        expect(Math.abs(frechetDistance(a, b) - textbookDistance(a, b))).toBeLessThan(noise);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('does not change when both sets are rotated', () => {
    fc.assert(
      fc.property(setting, ({ seed, dimension, count, otherCount }) => {
        const a = randomFeatures(seed, count, dimension);
        const b = randomFeatures(seed + 1, otherCount, dimension);
        const square = randomFeatures(seed + 2, dimension, dimension);
        const rotation = new EigenvalueDecomposition(square.add(square.transpose()), {
          assumeSymmetric: true,
        }).eigenvectorMatrix;
        const [plainA, plainB] = [statisticsOf(a), statisticsOf(b)];
        const rotated = frechetDistance(statisticsOf(a.mmul(rotation)), statisticsOf(b.mmul(rotation)));
        const noise = ROOT_NOISE * (spread(plainA) + spread(plainB)) * dimension;
        expect(Math.abs(rotated - frechetDistance(plainA, plainB))).toBeLessThan(noise);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});

describe('Fréchet distance, reference values', () => {
  /** a·(I + 0.3·mix), as golden/frechet.json says. */
  function mixed(a: Float32Array, mix: Float32Array, dimension: number): Float64Array {
    const result = new Float64Array(a.length);
    for (let i = 0; i < a.length; i++) {
      const row = i - (i % dimension);
      let sum = a[i] ?? 0;
      for (let k = 0; k < dimension; k++) {
        sum += 0.3 * (a[row + k] ?? 0) * (mix[k * dimension + (i % dimension)] ?? 0);
      }
      result[i] = sum;
    }
    return result;
  }

  it.each(golden.cases)('$tag', ({ tag, n1, n2, dims, eigenForm }) => {
    const a = sym(`fid/${tag}/a`, [n1, dims], 1);
    const mix = sym(`fid/${tag}/mix`, [dims, dims], 1 / Math.sqrt(dims));
    const b =
      tag === 'identical sets' ? a : Float64Array.from(sym(`fid/${tag}/b`, [n2, dims], 0.8), (v) => v + 0.1);
    const distance = frechetDistance(
      featureStatistics(mixed(a, mix, dims), dims),
      featureStatistics(b, dims),
    );
    // The reference multiplied the features in float32; and where there are fewer images than dimensions, its own two
    // ways of taking the root part by 5e-8.
    expect(Math.abs(distance / eigenForm - 1)).toBeLessThan(2e-7);
  });
});
