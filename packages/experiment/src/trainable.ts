// What can be trained at present. Asked before a run is created, wherever it is launched from.
import type { RunConfig } from './config.ts';
import { StarlabError } from './error.ts';

/** @throws StarlabError naming what the networks could do but training cannot yet supply. */
export function checkTrainable(config: RunConfig): void {
  if (config.highPassWeight > 0) {
    throw new StarlabError(
      `highPassWeight ${config.highPassWeight} needs masks of a heat-map network, which is not built in yet.`,
      {
        remedy: 'Train with --high-pass-weight 0, as the paper does on AFHQ.',
      },
    );
  }
}
