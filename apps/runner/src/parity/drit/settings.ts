// A golden training file of DRIT or MSGAN: its settings, and the inputs that the formula makes for it.
import { sym } from '@starlab/testing/golden';
import { dritInputs, dritScalars, miniBatch, type DritSettings } from '@starlab/trainer';
import { z } from 'zod';
import { standardised } from '../baselines/comparisons.ts';
import { figuresSchema } from '../baselines/document.ts';

export const trainingSchema = figuresSchema.extend({
  config: z.object({
    method: z.enum(['drit', 'msgan']),
    modeSeeking: z.boolean(),
    concat: z.union([z.literal(0), z.literal(1)]),
    cropSize: z.int(),
    forwardSize: z.int(),
    dim: z.int(),
    disDim: z.int(),
    mlpDim: z.int(),
    nz: z.int(),
    disScale: z.int(),
    batchSize: z.int().multipleOf(2),
    dIter: z.int(),
    miniBatchesPerEpoch: z.int(),
    nEp: z.int(),
    nEpDecay: z.int(),
    lr: z.number(),
    lrDContent: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    weightDecay: z.number(),
    clipDContent: z.number(),
    advWeight: z.number(),
    l1Weight: z.number(),
    klWeight: z.number(),
    latentRegressionWeight: z.number(),
    modeSeekingWeight: z.number().default(1),
    modeSeekingEps: z.number().default(1e-5),
  }),
});
export type TrainingDocument = z.output<typeof trainingSchema>;

export function settingsOf({ config }: TrainingDocument): DritSettings {
  return {
    architecture: {
      attributeEntry: config.concat === 1 ? 'concatenated' : 'feature-wise',
      width: config.dim,
      discriminatorWidth: config.disDim,
      hiddenDimension: config.mlpDim,
      attributeDimension: config.nz,
      discriminatorScales: config.disScale,
      contentDiscriminatorHalvings: 3,
    },
    cropSize: config.cropSize,
    batchSize: config.batchSize,
    weights: {
      adversarial: config.advWeight,
      reconstruction: config.l1Weight,
      cycle: config.l1Weight,
      regularisation: config.klWeight,
      latentRegression: config.latentRegressionWeight,
    },
    modeSeeking: config.modeSeeking
      ? { weight: config.modeSeekingWeight, epsilon: config.modeSeekingEps }
      : undefined,
    learningRate: config.lr,
    contentLearningRate: config.lrDContent,
    beta1: config.beta1,
    beta2: config.beta2,
    weightDecay: config.weightDecay,
    contentGradientLimit: config.clipDContent,
    schedule: {
      miniBatchesPerEpoch: config.miniBatchesPerEpoch,
      contentInterval: config.dIter,
      epochs: config.nEp,
      decayFromEpoch: config.nEpDecay,
    },
  };
}

/** How the golden file's draw for each of our inputs is called. */
const draws: Readonly<Record<string, string>> = {
  'noise/A': 'noise_a',
  'noise/B': 'noise_b',
  random: 'z_random',
  random2: 'z_random2',
  // On the translation into A, whose content is B's, and the other way round.
  'noiseAgain/A': 'noise_recon_b',
  'noiseAgain/B': 'noise_recon_a',
  'epsilon/A': 'eps_a',
  'epsilon/B': 'eps_b',
  'epsilonAgain/A': 'eps_recon_a',
  'epsilonAgain/B': 'eps_recon_b',
};
const images: Readonly<Record<string, string>> = { 'image/A': 'images_a', 'image/B': 'images_b' };

/** The inputs of mini-batch `number`, counted from 0 through all epochs. */
export function inputsOf(settings: DritSettings, number: number): Record<string, Float32Array> {
  const inputs = dritScalars(settings, number);
  const { kind } = miniBatch(number, settings.schedule);
  for (const [name, shape] of Object.entries(dritInputs(settings, kind))) {
    const [draw, image] = [draws[name], images[name]];
    if (draw) inputs[name] = standardised(`it${number}/${draw}`, shape);
    if (image) inputs[name] = sym(`it${number}/${image}`, shape, 1);
  }
  return inputs;
}
