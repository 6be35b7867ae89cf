// The sizes of a run's networks, by method.
import { isTwoDomain, type RunConfig } from '@starlab/experiment';
import { dritRunArchitecture, type DritRunArchitecture } from './drit/architecture.ts';
import { munitRunArchitecture, type MunitRunArchitecture } from './munit/architecture.ts';
import { starganArchitecture, type StarganArchitecture } from './stargan/architecture.ts';
import { starganV2Architecture, type StarganV2Architecture } from './stargan-v2/architecture.ts';

export type Architecture =
  StarganV2Architecture | StarganArchitecture | MunitRunArchitecture | DritRunArchitecture;

/**
 * The architecture that `config` trains on `domainCount` domains.
 * @throws RangeError for another number than two where the method knows two.
 */
export function architectureOf(config: RunConfig, domainCount: number): Architecture {
  if (isTwoDomain(config.method) && domainCount !== 2)
    throw new RangeError(`${config.method} knows two domains, not ${domainCount}`);
  switch (config.method) {
    case 'stargan-v2':
      return starganV2Architecture(config, domainCount);
    case 'stargan':
      return starganArchitecture(config, domainCount);
    case 'munit':
      return munitRunArchitecture(config);
    case 'drit':
    case 'msgan':
      return dritRunArchitecture(config, config.method);
    default:
      return config.method satisfies never;
  }
}
