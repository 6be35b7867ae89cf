// Initial weights of a run's networks, by method.
import type { Architecture } from '../architecture.ts';
import { initialiseDrit } from '../drit/initialise.ts';
import { initialiseMunit } from '../munit/initialise.ts';
import { initialiseStargan } from '../stargan/initialise.ts';
import { initialiseStarganV2 } from '../stargan-v2/initialise.ts';
import type { HostTensor } from '../weights/host-tensor.ts';

/** Initial parameters by network and name, a function of `seed` alone. */
export function initialise(
  architecture: Architecture,
  seed: number,
): Readonly<Record<string, Record<string, HostTensor>>> {
  switch (architecture.method) {
    case 'stargan-v2':
      return initialiseStarganV2(architecture, seed);
    case 'stargan':
      return initialiseStargan(architecture, seed);
    case 'munit':
      return initialiseMunit(architecture, seed);
    case 'drit':
    case 'msgan':
      return initialiseDrit(architecture, seed);
    default:
      return architecture satisfies never;
  }
}
