// A golden StarGAN training file: its settings, and ours for them.
import { resolveConfig, type RunConfig } from '@starlab/experiment';
import { starganArchitecture, type StarganArchitecture } from '@starlab/models';
import { z } from 'zod';
import { figuresSchema, thinnedTensorSchema } from '../baselines/document.ts';
import { storedTensorSchema } from '../golden-kind.ts';

export const trainingSchema = figuresSchema.extend({
  config: z.object({
    method: z.literal('stargan-v1'),
    labels: z.enum(['single', 'multi']),
    imgSize: z.int(),
    gConvDim: z.int(),
    dConvDim: z.int(),
    cDim: z.int(),
    gRepeatNum: z.int(),
    dRepeatNum: z.int(),
    batchSize: z.int(),
    iterations: z.int(),
    nCritic: z.int(),
    lambdaCls: z.number(),
    lambdaRec: z.number(),
    lambdaGp: z.number(),
    gLr: z.number(),
    dLr: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    weightDecay: z.number(),
    numItersDecay: z.int(),
    lrUpdateStep: z.int(),
  }),
  lrAfter: z.record(z.string(), z.number()),
  after: z.object({
    targets: z.array(z.object({ label: storedTensorSchema, image: thinnedTensorSchema })),
  }),
});
export type TrainingDocument = z.output<typeof trainingSchema>;

export interface Setting {
  readonly config: RunConfig;
  readonly architecture: StarganArchitecture;
  /** Labels are attributes that may hold together. */
  readonly multiLabel: boolean;
}

/**
 * Our configuration for the file's settings.
 * @throws ConfigError for settings that our networks cannot have.
 */
export function settingOf({ config: given }: TrainingDocument): Setting {
  const config = resolveConfig({
    configuration: 'A',
    imageSize: given.imgSize,
    baseWidth: given.gConvDim,
    residualBlocks: given.gRepeatNum,
    discriminatorWidth: given.dConvDim,
    discriminatorDepth: given.dRepeatNum,
    batchSize: given.batchSize,
    iterations: given.iterations,
    criticSteps: given.nCritic,
    lambdaCls: given.lambdaCls,
    lambdaCyc: given.lambdaRec,
    lambdaGp: given.lambdaGp,
    learningRate: given.dLr,
    beta1: given.beta1,
    beta2: given.beta2,
    weightDecay: given.weightDecay,
    learningRateDecayIterations: given.numItersDecay,
    learningRateUpdateEvery: given.lrUpdateStep,
  });
  return {
    config,
    architecture: starganArchitecture(config, given.cDim),
    multiLabel: given.labels === 'multi',
  };
}
