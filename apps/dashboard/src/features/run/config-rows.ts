// A run's configuration beside its study's: every key, with what differs marked.
import { configKeys, type ExternalConfig, type RunConfig } from '@starlab/experiment';

export interface ConfigRow {
  readonly key: string;
  readonly value: unknown;
  readonly base: unknown;
  readonly differs: boolean;
}

type StoredConfig = RunConfig | ExternalConfig;

/** In schema order; another program's keys in their own. */
export function configRows(config: StoredConfig, base: StoredConfig): ConfigRow[] {
  const values = new Map<string, unknown>(Object.entries(config));
  const bases = new Map<string, unknown>(Object.entries(base));
  const known = configKeys.filter((key) => values.has(key) || bases.has(key));
  const keys = new Set([...known, ...bases.keys(), ...values.keys()]);
  return [...keys].map((key) => ({
    key,
    value: values.get(key),
    base: bases.get(key),
    differs: values.get(key) !== bases.get(key),
  }));
}
