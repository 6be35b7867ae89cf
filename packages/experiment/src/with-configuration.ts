// The same experiment in another row of Table 1: what the old row changed goes, what the new one changes comes, all else stays.
import { ablationRow } from './ablation.ts';
import { baselineOf } from './baselines.ts';
import { resolveConfig, type RunConfig } from './config.ts';
import { methodKeys } from './method-keys.ts';
import type { Configuration } from './names.ts';

/** Keys by which `config` is the row, or the method, that it is; of a method that is no row all but its length. */
function identifyingKeys({ method, configuration }: RunConfig): string[] {
  const baseline = baselineOf(method);
  if (!baseline) return configuration === null ? [] : Object.keys(ablationRow(configuration).overrides);
  const own = Object.keys({ ...baseline.overrides, ...baseline.scale }).filter((key) => key !== 'iterations');
  return [...own, 'domains', 'learningRateDecayIterations'];
}

/** @throws ConfigError if `config` has a value that the new row has no use for. */
export function withConfiguration(config: RunConfig, configuration: Configuration): RunConfig {
  // Keys of some methods mean nothing to others, and these have defaults for theirs.
  const dropped = new Set<string>([...identifyingKeys(config), ...Object.keys(methodKeys)]);
  const kept = Object.entries(config).filter(([key]) => !dropped.has(key));
  return resolveConfig({ ...Object.fromEntries(kept), ...ablationRow(configuration).overrides });
}
