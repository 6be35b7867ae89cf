// What one task (an ordered pair of domains) is measured by. Every output passes each network once, whatever number of metrics
// looks at its features.
import type { Metric } from '@starlab/experiment';
import { fromTensorLayout } from '@starlab/data/tensor-layout';
import { joined } from '../features/batched-function.ts';
import type { FeatureNetworks, FrechetNetwork, PerceptualNetwork } from '../features/feature-networks.ts';
import { featureStatistics, type FeatureStatistics } from '../frechet/feature-statistics.ts';
import { frechetDistance } from '../frechet/frechet-distance.ts';
import { kernelDistance } from '../kernel/kernel-distance.ts';
import { networkOf, type FeatureNetwork } from './metric-networks.ts';
import type { RealImages } from './real-images.ts';

interface Measured {
  readonly value: number;
  /** Images (FID, KID) or pairs of outputs (LPIPS) behind the value. */
  readonly samples: number;
}

export interface TaskMeasurements {
  /** The outputs of one batch of N sources: K arrays `[N, 3, S, S]`, raw. */
  add(outputs: readonly Float32Array[]): Promise<void>;
  results(): Promise<Map<Metric, Measured>>;
}

export interface TaskMeasuring {
  readonly metrics: readonly Metric[];
  readonly features: FeatureNetworks;
  readonly imageSize: number;
  /** The target's training images as `network` sees them. */
  readonly realOf: (network: FeatureNetwork) => RealImages;
}

export function measureTask({ metrics, features, imageSize, realOf }: TaskMeasuring): TaskMeasurements {
  const distances = metrics.includes('lpips') ? pairDistances(features.perceptual, imageSize) : undefined;
  const collectors = new Map<FeatureNetwork, FeatureCollector>();
  for (const metric of metrics) {
    const network = networkOf(features, metric);
    if (network && !collectors.has(network)) collectors.set(network, featureCollector(network, imageSize));
  }

  async function resultOf(metric: Metric): Promise<Measured> {
    if (metric === 'lpips') {
      if (!distances) throw new RangeError('LPIPS was not asked for');
      return distances.result();
    }
    const network = networkOf(features, metric);
    const collector = network && collectors.get(network);
    if (!network || !collector) throw new RangeError(`no network for ${metric}`);
    const translated = await collector.all();
    const samples = translated.length / network.dimension;
    const { dimension } = network;
    const value = distributionDistance(metric, {
      real: realOf(network),
      other: { statistics: () => featureStatistics(translated, dimension), features: translated },
      dimension,
    });
    return { value, samples };
  }

  return {
    async add(outputs) {
      await distances?.add(outputs);
      for (const collector of collectors.values()) await collector.add(outputs);
    },
    async results() {
      const results = new Map<Metric, Measured>();
      for (const metric of metrics) results.set(metric, await resultOf(metric));
      return results;
    },
  };
}

interface Distributions {
  readonly real: RealImages;
  readonly other: {
    readonly statistics: () => FeatureStatistics;
    /** `[N, dimension]`; undefined where only statistics are at hand. */
    readonly features: Float32Array | undefined;
  };
  readonly dimension: number;
}

/** How far the features of a domain's training images are from those of other images. */
export function distributionDistance(
  metric: Exclude<Metric, 'lpips'>,
  { real, other, dimension }: Distributions,
): number {
  switch (metric) {
    case 'fid':
    case 'fid-pytorch':
      return frechetDistance(real.statistics, other.statistics());
    case 'kid': {
      if (!real.features || !other.features) throw new RangeError('KID needs the features of the images');
      return kernelDistance({ data: real.features, dimension }, { data: other.features, dimension });
    }
    default:
      return metric satisfies never;
  }
}

interface FeatureCollector {
  add(outputs: readonly Float32Array[]): Promise<void>;
  /** Features of all outputs so far, in order. */
  all(): Promise<Float32Array>;
}

/** Images given to a network at a time: a multiple of what its program takes at once, so that no run is padded but the last. */
const CHUNK = 64;

/** Features of the outputs as 8-bit images. */
function featureCollector(network: FrechetNetwork, imageSize: number): FeatureCollector {
  const features: Float32Array[] = [];
  const waiting: Uint8Array[] = [];
  return {
    async add(outputs) {
      waiting.push(...outputs.flatMap((output) => fromTensorLayout(output, imageSize)));
      const whole = waiting.length - (waiting.length % CHUNK);
      if (whole > 0) features.push(await network.features(waiting.splice(0, whole), imageSize));
    },
    async all() {
      if (waiting.length > 0) features.push(await network.features(waiting.splice(0), imageSize));
      return joined(features);
    },
  };
}

/** Mean LPIPS over the pairs of a source's outputs, not clamped and not quantised. */
function pairDistances(network: PerceptualNetwork, imageSize: number) {
  const batchMeans: number[] = [];
  let samples = 0;
  return {
    async add(outputs: readonly Float32Array[]): Promise<void> {
      const distances = await network.meanPairwiseDistance(outputs, imageSize);
      batchMeans.push(average(distances));
      samples += distances.length * ((outputs.length * (outputs.length - 1)) / 2);
    },
    // A plain mean over batches: a short last batch weighs like the others, as in the reference.
    result: (): Measured => ({ value: average(batchMeans), samples }),
  };
}

/** The plain mean. */
export function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
