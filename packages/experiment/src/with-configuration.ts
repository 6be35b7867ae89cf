// The same experiment in another row of Table 1: what the old row changed goes, what the new one changes comes, all else stays.
import { ablationRow } from './ablation.ts';
import { resolveConfig, type RunConfig } from './config.ts';
import type { Configuration } from './names.ts';

/** @throws ConfigError if `config` has a value that the new row has no use for. */
export function withConfiguration(config: RunConfig, configuration: Configuration): RunConfig {
  const changedByRow = new Set(Object.keys(ablationRow(config.configuration).overrides ?? {}));
  const kept = Object.entries(config).filter(([key]) => !changedByRow.has(key));
  return resolveConfig({ ...Object.fromEntries(kept), ...ablationRow(configuration).overrides });
}
