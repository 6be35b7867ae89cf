// StarGAN's schedules: when the generator steps, and how the learning rate falls as its code has it.
import type { RunConfig } from '@starlab/experiment';

/** Whether the generator steps in iteration i, counted from 0: in every n_critic-th. */
export function generatorSteps({ criticSteps }: Pick<RunConfig, 'criticSteps'>, iteration: number): boolean {
  return (iteration + 1) % criticSteps === 0;
}

/** How many steps D, and G, have taken when iteration i is done. */
export function stepsTaken(
  { criticSteps }: Pick<RunConfig, 'criticSteps'>,
  iteration: number,
): { readonly discriminator: number; readonly generator: number } {
  return { discriminator: iteration + 1, generator: Math.floor((iteration + 1) / criticSteps) };
}

type DecayConfig = Pick<
  RunConfig,
  'learningRate' | 'iterations' | 'learningRateDecayIterations' | 'learningRateUpdateEvery'
>;

/**
 * The rate in iteration i, counted from 0. After an iteration whose number is a multiple of learningRateUpdateEvery, within the
 * last learningRateDecayIterations, it falls by learningRate / learningRateDecayIterations: once an update, not once an
 * iteration, so that the official setting (1000, 100,000) ends at 0.999 of the rate it began with.
 */
export function learningRateAt(config: DecayConfig, iteration: number): number {
  const {
    learningRate,
    iterations,
    learningRateDecayIterations: decay,
    learningRateUpdateEvery: every,
  } = config;
  if (decay === 0) return learningRate;
  const multiplesUpTo = (number: number): number => Math.floor(Math.max(0, number) / every);
  const falls = Math.max(0, multiplesUpTo(iteration) - multiplesUpTo(iterations - decay));
  return learningRate - falls * (learningRate / decay);
}
