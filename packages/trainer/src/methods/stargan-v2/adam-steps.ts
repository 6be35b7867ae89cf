// How many Adam steps a network has taken. In an iteration generator and discriminator step twice, once in each pass; the
// networks that make styles step once, in the first.
import type { Network } from '@starlab/experiment';

const STEPS_PER_ITERATION = {
  generator: 2,
  mapping_network: 1,
  style_encoder: 1,
  discriminator: 2,
} as const satisfies Record<Network, 1 | 2>;

/** Steps of one iteration that share their bias correction. */
export const adamStepKinds = ['first-of-two', 'second-of-two', 'only'] as const;
export type AdamStepKind = (typeof adamStepKinds)[number];

/** Which of its steps `network` takes in a pass. */
export function adamStepKind(network: Network, { isFirst }: { readonly isFirst: boolean }): AdamStepKind {
  if (STEPS_PER_ITERATION[network] === 1) return 'only';
  return isFirst ? 'first-of-two' : 'second-of-two';
}

/** The number t of that step, counted from 1, in iteration i, counted from 0. */
export function adamStepNumber(kind: AdamStepKind, iteration: number): number {
  const numbers = {
    'first-of-two': 2 * iteration + 1,
    'second-of-two': 2 * iteration + 2,
    only: iteration + 1,
  } satisfies Record<AdamStepKind, number>;
  return numbers[kind];
}
