// What one task (an ordered pair of domains) is measured by: each measurement sees every batch of outputs once, then says
// its value.
import { fromTensorLayout } from '@starlab/data/tensor-layout';
import { joined } from '../features/batched-function.ts';
import type { FrechetNetwork, PerceptualNetwork } from '../features/feature-networks.ts';
import { featureStatistics, type FeatureStatistics } from '../frechet/feature-statistics.ts';
import { frechetDistance } from '../frechet/frechet-distance.ts';

export interface Measurement {
  /** The outputs of one batch of N sources: K arrays `[N, 3, S, S]`, raw. */
  add(outputs: readonly Float32Array[]): Promise<void>;
  /** `samples`: images (FID) or pairs of outputs (LPIPS) behind the value. */
  result(): { readonly value: number; readonly samples: number };
}

/** FID between the outputs as 8-bit images and the target's training images. */
export function fidMeasurement(
  network: FrechetNetwork,
  real: FeatureStatistics,
  imageSize: number,
): Measurement {
  const features: Float32Array[] = [];
  return {
    async add(outputs) {
      const stored = outputs.flatMap((output) => fromTensorLayout(output, imageSize));
      features.push(await network.features(stored, imageSize));
    },
    result() {
      const translated = featureStatistics(joined(features), network.dimension);
      return { value: frechetDistance(real, translated), samples: translated.count };
    },
  };
}

/** Mean LPIPS over the pairs of a source's outputs, not clamped and not quantised. */
export function lpipsMeasurement(network: PerceptualNetwork, imageSize: number): Measurement {
  const batchMeans: number[] = [];
  let samples = 0;
  return {
    async add(outputs) {
      const distances = await network.meanPairwiseDistance(outputs, imageSize);
      batchMeans.push(average(distances));
      samples += distances.length * ((outputs.length * (outputs.length - 1)) / 2);
    },
    // A plain mean over batches: a short last batch weighs like the others, as in the reference.
    result: () => ({ value: average(batchMeans), samples }),
  };
}

/** The plain mean. */
export function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
