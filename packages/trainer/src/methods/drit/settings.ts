// What decides a training of DRIT or MSGAN besides its images; the authors' values in the comments.
import type { DritArchitecture } from '@starlab/models';

export interface DritSettings {
  readonly architecture: DritArchitecture;
  /** Height and width of the training crops, px (216); a multiple of 4. */
  readonly cropSize: number;
  /** Images of each domain in a mini-batch (2): one half is encoded, the other is what random fakes are held against. */
  readonly batchSize: number;
  readonly weights: DritLossWeights;
  /** MSGAN's mode seeking (Mao et al. 2019); absent in DRIT. */
  readonly modeSeeking: ModeSeeking | undefined;
  /** Adam's for all networks but the content discriminator (1e-4), and its own (4e-5). */
  readonly learningRate: number;
  readonly contentLearningRate: number;
  readonly beta1: number; // 0.5
  readonly beta2: number; // 0.999
  readonly weightDecay: number; // 1e-4
  /** The content discriminator's gradient is clipped to this norm (5). */
  readonly contentGradientLimit: number;
  readonly schedule: DritSchedule;
}

export interface DritLossWeights {
  readonly adversarial: number; // 1
  /** Of an image reconstructed from its own codes, and around the cycle, by the L1 distance (10 each). */
  readonly reconstruction: number;
  readonly cycle: number;
  /** Of what keeps contents and attributes near a normal distribution (0.01). */
  readonly regularisation: number;
  /** Of finding a random attribute again in its image (10). */
  readonly latentRegression: number;
}

export interface ModeSeeking {
  readonly weight: number; // 1
  /** Added to the ratio of distances before its reciprocal is taken (1e-5). */
  readonly epsilon: number;
}

export interface DritSchedule {
  /** Mini-batches in an epoch: the pictures of the larger domain, divided by the batch. */
  readonly miniBatchesPerEpoch: number;
  /** Of so many mini-batches in a row, one trains everything, the others the content discriminator only (3). */
  readonly contentInterval: number;
  /** Epochs that the schedule counts on (1200); the last may be cut short. */
  readonly epochs: number;
  /** From this epoch on the rates fall linearly (600); within an epoch they stay. */
  readonly decayFromEpoch: number;
}
