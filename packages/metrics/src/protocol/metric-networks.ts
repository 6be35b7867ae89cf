// Which network each metric looks through.
import type { Metric } from '@starlab/experiment';
import type { FeatureNetworks, FrechetNetwork } from '../features/feature-networks.ts';
import { EvaluationError } from './evaluation-options.ts';

export type FeatureNetwork = FrechetNetwork;

/** The network whose features `metric` compares; undefined for LPIPS, which compares maps. */
export function networkOf(features: FeatureNetworks, metric: Metric): FeatureNetwork | undefined {
  switch (metric) {
    case 'lpips':
      return undefined;
    case 'fid':
    case 'kid':
      return features.frechet;
    case 'fid-pytorch':
      return features.pytorchFid;
    default:
      return metric satisfies never;
  }
}

/** @throws EvaluationError when a metric is asked for whose network is not at hand. */
export function checkNetworks(features: FeatureNetworks, metrics: readonly Metric[]): void {
  if (!metrics.includes('fid-pytorch') || features.pytorchFid) return;
  throw new EvaluationError('FID (pytorch-fid) needs the weights of pytorch-fid’s Inception-v3.', {
    remedy:
      'Put them beside the other ImageNet weights, as `starlab weights check` lists them, or measure without `fid-pytorch`.',
  });
}
