// The four networks as a table: what each is called in state dicts and which shapes it has.
import type { Network } from '@starlab/experiment';
import type { Architecture } from './architecture.ts';
import type { ParameterShapes } from './blocks/parameters.ts';
import { discriminatorShapes } from './discriminator/discriminator.ts';
import { generatorShapes } from './generator/generator.ts';
import { mappingNetworkShapes } from './mapping-network/mapping-network.ts';
import { styleEncoderShapes } from './style-encoder/style-encoder.ts';

/** Names and shapes of every network's parameters, in state-dict order. */
export function networkShapes(architecture: Architecture): Record<Network, ParameterShapes> {
  return {
    generator: generatorShapes(architecture),
    mapping_network: mappingNetworkShapes(architecture),
    style_encoder: styleEncoderShapes(architecture),
    discriminator: discriminatorShapes(architecture),
  };
}
