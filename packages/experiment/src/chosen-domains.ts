// The domains that a configuration chooses out of a folder's, as one key: `cat,dog`; and the pairs that there are to choose.
import type { RunConfig } from './config.ts';

/** Sorted, each once; undefined where all of the folder are meant. */
export function chosenDomains({ domains }: Pick<RunConfig, 'domains'>): readonly string[] | undefined {
  if (domains === undefined) return undefined;
  const names = domains.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

/** Every two of `domains`, in their order. */
export function domainPairs(domains: readonly string[]): (readonly [string, string])[] {
  return domains.flatMap((first, i) => domains.slice(i + 1).map((second) => [first, second] as const));
}
