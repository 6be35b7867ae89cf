// The same experiment in another row of Table 1: what the old row changed goes, what the new one changes comes, all else stays.
import { ablationRow } from './ablation.ts';
import { resolveConfig, starganSizeKeys, type RunConfig } from './config.ts';
import type { Configuration } from './names.ts';

/** @throws ConfigError if `config` has a value that the new row has no use for. */
export function withConfiguration(config: RunConfig, configuration: Configuration): RunConfig {
  const changedByRow = new Set<string>(Object.keys(ablationRow(config.configuration).overrides));
  // StarGAN's own sizes mean nothing to the rows from C on, and A and B have defaults for them.
  const starganSizes = new Set<string>(starganSizeKeys);
  const kept = Object.entries(config).filter(([key]) => !changedByRow.has(key) && !starganSizes.has(key));
  return resolveConfig({ ...Object.fromEntries(kept), ...ablationRow(configuration).overrides });
}
