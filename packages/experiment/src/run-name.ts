// What a run is called unless its user says otherwise.
import { chosenDomains } from './chosen-domains.ts';
import type { RunConfig } from './config.ts';

/** `F-seed1`; where Table 1 has no row of it, by method, and by domains where some were chosen: `munit-cat-dog-seed1`. */
export function runName(config: Pick<RunConfig, 'configuration' | 'method' | 'domains' | 'seed'>): string {
  const what = config.configuration ?? config.method;
  return [what, ...(chosenDomains(config) ?? []), `seed${config.seed}`].join('-');
}
