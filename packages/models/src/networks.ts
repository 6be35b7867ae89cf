// Every method's networks: their names, and the names and shapes of their parameters in state-dict order.
import type { Architecture } from './architecture.ts';
import type { ParameterShapes } from './blocks/parameters.ts';
import { dritShapes } from './drit/networks.ts';
import { munitShapes } from './munit/networks.ts';
import { starganShapes } from './stargan/networks.ts';
import { starganV2Shapes } from './stargan-v2/networks.ts';

export type NetworkShapes = Readonly<Record<string, ParameterShapes>>;

/** By network; one without parameters is not listed. */
export function networkShapes(architecture: Architecture): NetworkShapes {
  const shapes = shapesOf(architecture);
  return Object.fromEntries(
    Object.entries(shapes).filter(([, parameters]) => Object.keys(parameters).length > 0),
  );
}

function shapesOf(architecture: Architecture): NetworkShapes {
  switch (architecture.method) {
    case 'stargan-v2':
      return starganV2Shapes(architecture);
    case 'stargan':
      return starganShapes(architecture);
    case 'munit':
      return munitShapes(architecture);
    case 'drit':
    case 'msgan':
      return dritShapes(architecture);
    default:
      return architecture satisfies never;
  }
}
