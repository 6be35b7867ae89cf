// Mean and covariance of a set of features, as the Fréchet distance needs them. Float64 throughout: the covariance's small
// eigenvalues enter the distance by their square roots.
import { StarlabError } from '@starlab/experiment';
import { rowProducts } from './row-products.ts';

export interface FeatureStatistics {
  readonly dimension: number;
  /** Images behind the statistics. */
  readonly count: number;
  readonly mean: Float64Array; // [dimension]
  /** `[dimension, dimension]`, divisor count − 1. */
  readonly covariance: Float64Array;
}

export class FeatureStatisticsError extends StarlabError {
  override readonly name = 'FeatureStatisticsError';
}

/**
 * Statistics of features `[count, dimension]`, row-major.
 * @throws FeatureStatisticsError for fewer than two images, or a value that is not finite.
 */
export function featureStatistics(features: ArrayLike<number>, dimension: number): FeatureStatistics {
  const count = features.length / dimension;
  if (!Number.isInteger(count)) {
    throw new RangeError(`${features.length} numbers are no whole number of ${dimension}-d features`);
  }
  if (count < 2) {
    throw new FeatureStatisticsError(`A covariance needs at least 2 images; given ${count}.`, {
      remedy: 'Give every domain more images.',
    });
  }
  const mean = columnMeans(features, count, dimension);
  const badColumn = mean.findIndex((value) => !Number.isFinite(value));
  if (badColumn >= 0) {
    throw new FeatureStatisticsError(
      `Feature ${badColumn} of ${count} images has the mean ${mean[badColumn]}.`,
      {
        remedy: 'Look at the images: a generator that diverged puts out NaN. Evaluate an earlier checkpoint.',
      },
    );
  }
  const centred = { data: centredColumns(features, mean, count), rows: dimension, columns: count };
  const covariance = rowProducts(centred, centred, { symmetric: true }).map((sum) => sum / (count - 1));
  return { dimension, count, mean, covariance };
}

function columnMeans(features: ArrayLike<number>, count: number, dimension: number): Float64Array {
  const mean = new Float64Array(dimension);
  for (let i = 0; i < features.length; i++)
    mean[i % dimension] = (mean[i % dimension] ?? 0) + (features[i] ?? 0);
  return mean.map((sum) => sum / count);
}

/** The features minus their mean, transposed to `[dimension, count]`. */
function centredColumns(features: ArrayLike<number>, mean: Float64Array, count: number): Float64Array {
  const dimension = mean.length;
  const centred = new Float64Array(features.length);
  for (let image = 0; image < count; image++) {
    for (let d = 0; d < dimension; d++) {
      centred[d * count + image] = (features[image * dimension + d] ?? 0) - (mean[d] ?? 0);
    }
  }
  return centred;
}
