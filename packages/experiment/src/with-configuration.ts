// The same experiment in another row of Table 1: what the old row changed goes, what the new one changes comes, all else stays.
import { ablationRow } from './ablation.ts';
import { baselineOf } from './baselines.ts';
import { resolveConfig, type RunConfig, type RunConfigInput } from './config.ts';
import { methodKeys } from './method-keys.ts';
import type { Configuration } from './names.ts';

/** What makes `config` the row, or the method, that it is. */
function identifying({ method, configuration }: RunConfig): RunConfigInput {
  return (
    baselineOf(method)?.overrides ?? (configuration === null ? {} : ablationRow(configuration).overrides)
  );
}

/** @throws ConfigError if `config` has a value that the new row has no use for. */
export function withConfiguration(config: RunConfig, configuration: Configuration): RunConfig {
  // Keys of some methods mean nothing to others, and these have defaults for theirs.
  const dropped = new Set<string>([...Object.keys(identifying(config)), ...Object.keys(methodKeys)]);
  const kept = Object.entries(config).filter(([key]) => !dropped.has(key));
  return resolveConfig({ ...Object.fromEntries(kept), ...ablationRow(configuration).overrides });
}
