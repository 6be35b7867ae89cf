// The sizes of a run's networks, by method.
import type { RunConfig } from '@starlab/experiment';
import { starganArchitecture, type StarganArchitecture } from './stargan/architecture.ts';
import { starganV2Architecture, type StarganV2Architecture } from './stargan-v2/architecture.ts';

export type Architecture = StarganV2Architecture | StarganArchitecture;

/** The architecture that `config` trains on `domainCount` domains. */
export function architectureOf(config: RunConfig, domainCount: number): Architecture {
  switch (config.method) {
    case 'stargan-v2':
      return starganV2Architecture(config, domainCount);
    case 'stargan':
      return starganArchitecture(config, domainCount);
    default:
      return config.method satisfies never;
  }
}
