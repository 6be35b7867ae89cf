// A run's configuration beside its study's: every key, with what differs marked.
import { configDifference, configKeys, type RunConfig } from '@starlab/experiment';

export interface ConfigRow {
  readonly key: string;
  readonly value: unknown;
  readonly base: unknown;
  readonly differs: boolean;
}

export function configRows(config: RunConfig, base: RunConfig): ConfigRow[] {
  const differing = new Set(configDifference(base, config).map((difference) => difference.key));
  const values = new Map<string, unknown>(Object.entries(config));
  const bases = new Map<string, unknown>(Object.entries(base));
  return configKeys.map((key) => ({
    key,
    value: values.get(key),
    base: bases.get(key),
    differs: differing.has(key),
  }));
}
