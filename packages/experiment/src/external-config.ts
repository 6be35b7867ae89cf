// Runs that other programs log here: their configuration is whatever they say of themselves, one value a key.
import { z } from 'zod';

/** Who trains: Starlab itself, or another program that only logs here. */
export const runKindSchema = z.enum(['starlab', 'external']);
export type RunKind = z.infer<typeof runKindSchema>;

export type ExternalConfig = Readonly<Record<string, string | number | boolean | null>>;

/** Objects become keys with dots (`optimizer.lr`), lists become text. */
export function flattenConfig(config: Readonly<Record<string, unknown>>, prefix = ''): ExternalConfig {
  const entries = Object.entries(config).flatMap(([key, value]): [string, ExternalConfig[string]][] => {
    const name = `${prefix}${key}`;
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        return [[name, value]];
      case 'object':
        if (value === null) return [[name, null]];
        if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
        return Object.entries(flattenConfig({ ...value }, `${name}.`));
      default:
        return [[name, String(value)]];
    }
  });
  return Object.fromEntries(entries);
}
