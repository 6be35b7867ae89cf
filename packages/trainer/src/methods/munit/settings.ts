// What decides a MUNIT training besides its images; the authors' values in the comments.
import type { MunitArchitecture } from '@starlab/models';

export interface MunitSettings {
  readonly architecture: MunitArchitecture;
  /** Height and width of the images, px. */
  readonly imageSize: number;
  readonly batchSize: number;
  readonly weights: MunitLossWeights;
  /** Adam's (1e-4, 0.5, 0.999, 1e-4). */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** The rate is multiplied by `learningRateDecay` (0.5) every `learningRateStep` (100,000) iterations. */
  readonly learningRateDecay: number;
  readonly learningRateStep: number;
}

/** Weights of the loss terms, each the sum over both domains. */
export interface MunitLossWeights {
  readonly adversarial: number; // 1
  readonly imageReconstruction: number; // 10
  readonly styleReconstruction: number; // 1
  readonly contentReconstruction: number; // 1
  /** Of the reconstruction of an image from its translation: 10 for summer2winter, 0 for edges2shoes. */
  readonly cycle: number;
}

/** The learning rate of iteration i, counted from 0. The schedule steps before the update, so it is one iteration ahead. */
export function munitLearningRate(settings: MunitSettings, iteration: number): number {
  const { learningRate, learningRateDecay, learningRateStep } = settings;
  return learningRate * learningRateDecay ** Math.floor((iteration + 1) / learningRateStep);
}
