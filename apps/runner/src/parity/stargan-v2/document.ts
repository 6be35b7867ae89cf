// A golden StarGAN v2 training file: its settings, and the figures that the reference implementation printed under them.
import { resolveConfig, type RunConfig } from '@starlab/experiment';
import { starganV2Architecture, type StarganV2Architecture } from '@starlab/models';
import { z } from 'zod';
import { storedTensorSchema } from '../golden-kind.ts';

const perNetwork = <T extends z.ZodType>(schema: T) =>
  z.object({ generator: schema, mapping_network: schema, style_encoder: schema, discriminator: schema });
const figures = z.record(z.string(), z.number());

/** The updates of an iteration, in order, as the figures are named. */
export const updates = ['D/latent', 'D/ref', 'G/latent', 'G/ref'] as const;

const configSchema = z.object({
  imgSize: z.int(),
  baseDim: z.int(),
  maxDim: z.int(),
  hiddenDim: z.int(),
  styleDim: z.int(),
  latentDim: z.int(),
  numDomains: z.int().min(1),
  wHpf: z.number(),
  batchSize: z.int(),
  iterations: z.int(),
  lambdaReg: z.number(),
  lambdaSty: z.number(),
  lambdaDs: z.number(),
  lambdaCyc: z.number(),
  dsIter: z.int(),
  lr: z.number(),
  fLr: z.number(),
  beta1: z.number(),
  beta2: z.number(),
  weightDecay: z.number(),
  emaBeta: z.number(),
});

export const trainingSchema = z.object({
  config: configSchema,
  paramShapes: perNetwork(z.record(z.string(), z.array(z.int()))),
  forward: z.object({
    mappingNetwork: storedTensorSchema,
    styleEncoder: storedTensorSchema,
    discriminator: storedTensorSchema,
    generator: storedTensorSchema,
  }),
  iterations: z
    .array(
      z.object({
        lambdaDs: z.number(),
        'D/latent': figures,
        'D/ref': figures,
        'G/latent': figures,
        'G/ref': figures,
        'gradNorm D/latent': figures,
        'gradNorm D/ref': figures,
        'gradNorm G/latent': figures,
        'gradNorm G/ref': figures,
      }),
    )
    .min(1),
  after: z.object({ emaLatent: storedTensorSchema, emaReference: storedTensorSchema }),
  paramsAfter: perNetwork(z.record(z.string(), z.object({ sum: z.number(), l2: z.number() }))),
});
export type TrainingDocument = z.output<typeof trainingSchema>;

export interface Setting {
  readonly config: RunConfig;
  readonly architecture: StarganV2Architecture;
}

/** With λ_ds = 0 the reference still computes and prints the term; in float32 this weight is 0, and we compute it, too. */
const VANISHING_WEIGHT = Number.MIN_VALUE;

/**
 * Our configuration for the file's settings.
 * @throws ConfigError for settings that our networks cannot have.
 */
export function settingOf({ config: given }: TrainingDocument): Setting {
  const config = resolveConfig({
    imageSize: given.imgSize,
    baseWidth: given.baseDim,
    maxWidth: given.maxDim,
    hiddenDimension: given.hiddenDim,
    styleDimension: given.styleDim,
    latentDimension: given.latentDim,
    highPassWeight: given.wHpf,
    batchSize: given.batchSize,
    iterations: given.iterations,
    lambdaReg: given.lambdaReg,
    lambdaSty: given.lambdaSty,
    lambdaDs: given.lambdaDs === 0 ? VANISHING_WEIGHT : given.lambdaDs,
    lambdaCyc: given.lambdaCyc,
    dsIterations: given.dsIter,
    learningRate: given.lr,
    mappingLearningRate: given.fLr,
    beta1: given.beta1,
    beta2: given.beta2,
    weightDecay: given.weightDecay,
    averageDecay: given.emaBeta,
  });
  return { config, architecture: starganV2Architecture(config, given.numDomains) };
}
