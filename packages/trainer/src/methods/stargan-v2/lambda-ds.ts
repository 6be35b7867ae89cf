// The diversity-sensitive loss fades linearly: paper section 3, "we linearly decay λ_ds to zero over the training".
import type { RunConfig } from '@starlab/experiment';

/** λ_ds of iteration i, counted from 0: λ (1 − i / dsIterations), never below 0. A function of i, so resuming keeps it. */
export function lambdaDs(config: Pick<RunConfig, 'lambdaDs' | 'dsIterations'>, iteration: number): number {
  return Math.max(0, config.lambdaDs * (1 - iteration / config.dsIterations));
}
