// Which configurations can be trained at present. Asked before a run is created, wherever it is launched from.
import { ablationRow } from './ablation.ts';
import type { RunConfig } from './config.ts';
import { StarlabError } from './error.ts';
import { configurationSchema, type Configuration } from './names.ts';

export const isTrainable = (configuration: Configuration): boolean =>
  ablationRow(configuration).overrides !== undefined;

/** @throws StarlabError naming what the networks could do but training cannot yet supply. */
export function checkTrainable(config: RunConfig): void {
  if (!isTrainable(config.configuration)) {
    throw new StarlabError(`Configuration ${config.configuration} cannot be trained yet.`, {
      remedy: `Choose one of ${configurationSchema.options.filter(isTrainable).join(', ')}.`,
    });
  }
  if (config.highPassWeight > 0) {
    throw new StarlabError(
      `highPassWeight ${config.highPassWeight} needs masks of a heat-map network, which is not built in yet.`,
      {
        remedy: 'Train with --high-pass-weight 0, as the paper does on AFHQ.',
      },
    );
  }
}
