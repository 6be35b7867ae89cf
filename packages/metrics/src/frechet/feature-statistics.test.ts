import { describe, expect, it } from 'vitest';
import { expectAllClose } from '@starlab/testing';
import { featureStatistics, FeatureStatisticsError } from './feature-statistics.ts';

const EXACT = { absolute: 1e-12, relative: 1e-12 }; // a few roundings in float64

describe('feature statistics', () => {
  it('are the mean and the covariance with divisor n − 1', () => {
    const { mean, covariance, count } = featureStatistics([1, 2, 3, 6, 5, 1], 2);
    expect(count).toBe(3);
    expectAllClose(mean, [3, 3], EXACT);
    expectAllClose(covariance, [4, -1, -1, 7], EXACT);
  });

  it('agree with a plain double loop for sizes that are no multiple of the tiles', () => {
    const [count, dimension] = [601, 11];
    const features = Float32Array.from({ length: count * dimension }, (_, i) => Math.sin(i * i));
    const { mean, covariance } = featureStatistics(features, dimension);
    const centred = (n: number, d: number): number => (features[n * dimension + d] ?? 0) - (mean[d] ?? 0);
    const expected = Array.from({ length: dimension * dimension }, (_, at) => {
      let sum = 0;
      for (let n = 0; n < count; n++)
        sum += centred(n, Math.floor(at / dimension)) * centred(n, at % dimension);
      return sum / (count - 1);
    });
    expectAllClose(covariance, expected, EXACT);
  });

  it('need two images and finite features', () => {
    expect(() => featureStatistics([1, 2, 3], 3)).toThrow(FeatureStatisticsError);
    expect(() => featureStatistics([1, 2, Number.NaN, 4], 2)).toThrow(/Feature 0 of 2 images/);
    expect(() => featureStatistics([1, 2, 3], 2)).toThrow(RangeError);
  });
});
