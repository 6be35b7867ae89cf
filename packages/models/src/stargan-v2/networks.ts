// StarGAN v2's networks as a table: what each is called in state dicts and which shapes it has.
import type { Network } from '@starlab/experiment';
import type { ParameterShapes } from '../blocks/parameters.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { styleSources } from './conditioning.ts';
import { discriminatorShapes } from './discriminator.ts';
import { generatorShapes } from './generator.ts';

/** Names and shapes of every network's parameters, in state-dict order. A network without parameters is not there. */
export function starganV2Shapes(architecture: StarganV2Architecture): Record<Network, ParameterShapes> {
  const source = styleSources[architecture.conditioning];
  return {
    generator: generatorShapes(architecture),
    mapping_network: source.mappingNetworkShapes(architecture),
    style_encoder: source.styleEncoderShapes(architecture),
    discriminator: discriminatorShapes(architecture),
  };
}
