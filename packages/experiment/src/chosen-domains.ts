// The domains that a configuration chooses out of a folder's, as one key: `cat,dog`.
import type { RunConfig } from './config.ts';

/** Sorted, each once; undefined where all of the folder are meant. */
export function chosenDomains({ domains }: Pick<RunConfig, 'domains'>): readonly string[] | undefined {
  if (domains === undefined) return undefined;
  const names = domains.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
