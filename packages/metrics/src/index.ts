// FID and LPIPS, their networks, and the evaluation protocol that measures them over ordered pairs of domains.
export { frechetDistance } from './frechet/frechet-distance.ts';
export {
  featureStatistics,
  FeatureStatisticsError,
  type FeatureStatistics,
} from './frechet/feature-statistics.ts';
export { kernelDistance, publishedSubsets, type KernelDistanceOptions } from './kernel/kernel-distance.ts';
export type { ProgramCompiler } from './features/batched-function.ts';
export type { FeatureNetworks, FrechetNetwork, PerceptualNetwork } from './features/feature-networks.ts';
export {
  openImageNetNetworks,
  type ImageNetOptions,
  type ImageNetWeights,
} from './features/imagenet-networks.ts';
export { openDemoNetworks } from './features/demo-networks.ts';
export { alexNetChannels, alexNetShapes } from './networks/alexnet.ts';
export { INCEPTION_SIZE, inceptionV3Shapes, loadInceptionV3 } from './networks/inception-v3.ts';
export { loadLpips } from './networks/lpips.ts';
export { alexNetMapsStep, inceptionV3Step } from './networks/network-outputs.ts';
export { FeatureWeightsError, type HostTensor, type HostTensors } from './networks/feature-parameters.ts';
export { seededDraws, type Draws, type LatentDraw } from './protocol/draws.ts';
export { evaluateTranslation } from './protocol/evaluate-translation.ts';
export {
  EvaluationError,
  type EvaluationDomain,
  type EvaluationOptions,
  type EvaluationProgress,
  type ImageBatch,
  type TranslationRequest,
} from './protocol/evaluation-options.ts';
export { memoryStatisticsStore, type StatisticsStore } from './protocol/real-images.ts';
