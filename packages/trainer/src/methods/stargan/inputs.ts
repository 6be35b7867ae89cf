// What enters an iteration of StarGAN: images with their labels, the targets, the gradient penalty's mixture, and the numbers that
// change from iteration to iteration.
import { randomStream, type Batch, type RunConfig } from '@starlab/experiment';
import type { StarganArchitecture } from '@starlab/models';
import { biasCorrectionInputs, biasCorrectionValues } from '../../optimisation/bias-correction.ts';
import { oneHot } from '../one-hot.ts';
import { generatorSteps, learningRateAt, stepsTaken } from './schedules.ts';

/** The forms of the iteration: the generator steps in every n_critic-th only. */
export const starganForms = ['discriminator', 'both'] as const;
export type StarganForm = (typeof starganForms)[number];

export function starganFormOf(config: Pick<RunConfig, 'criticSteps'>, iteration: number): StarganForm {
  return generatorSteps(config, iteration) ? 'both' : 'discriminator';
}

const steppedBy = {
  discriminator: ['discriminator'],
  both: ['discriminator', 'generator'],
} as const satisfies Record<StarganForm, readonly string[]>;

/** Name and shape of every input, all float32. */
export function starganInputs(
  config: RunConfig,
  architecture: StarganArchitecture,
  form: StarganForm,
): Record<string, number[]> {
  const { batchSize } = config;
  const { imageSize, domainCount } = architecture;
  return {
    source: [batchSize, 3, imageSize, imageSize],
    sourceDomain: [batchSize, domainCount],
    targetDomain: [batchSize, domainCount],
    mixture: [batchSize, 1, 1, 1],
    ...(config.learningRateDecayIterations > 0 && { learningRate: [] }),
    ...biasCorrectionInputs(steppedBy[form], config),
  };
}

/** What an iteration sees and draws. */
export interface StarganBatch {
  readonly source: Float32Array; // [N, 3, S, S]
  readonly sourceDomain: Float32Array; // [N, domains]
  readonly targetDomain: Float32Array; // [N, domains]
  readonly mixture: Float32Array; // [N], in [0, 1)
}

/** The values of `starganInputs` for iteration i, counted from 0. */
export function starganIterationInputs(
  batch: StarganBatch,
  config: RunConfig,
  iteration: number,
): Record<string, Float32Array> {
  const taken = stepsTaken(config, iteration);
  const steps = steppedBy[starganFormOf(config, iteration)].map(
    (network) => [network, taken[network]] as const,
  );
  return {
    ...batch,
    ...(config.learningRateDecayIterations > 0 && {
      learningRate: Float32Array.of(learningRateAt(config, iteration)),
    }),
    ...biasCorrectionValues(Object.fromEntries(steps), config),
  };
}

/** The batch as StarGAN takes it: targets are the batch's own labels in another order. Draws are functions of the iteration. */
export function starganBatch(
  { source, sourceDomain }: Pick<Batch, 'source' | 'sourceDomain'>,
  { config, domainCount, iteration }: { config: RunConfig; domainCount: number; iteration: number },
): StarganBatch {
  const draws = (purpose: string): number[] => {
    const stream = randomStream({ seed: config.seed, purpose, index: iteration });
    return Array.from(sourceDomain, () => stream.uniform());
  };
  const keys = draws('stargan/target-order');
  const order = [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return {
    source,
    sourceDomain: oneHot(sourceDomain, domainCount),
    targetDomain: oneHot(
      Int32Array.from(order, (row) => sourceDomain[row] ?? 0),
      domainCount,
    ),
    mixture: Float32Array.from(draws('stargan/mixture')),
  };
}
