// StarGAN v2's first weights: He normal (gain √2, fan-in) for convolutions and linear layers, scale 1 and offset 0 for
// normalisations, biases 0.
import { networkSchema, type Network } from '@starlab/experiment';
import { constantTensor, normalTensor, type InitialTensor } from '../initialisation/initial-tensor.ts';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { starganV2Shapes } from './networks.ts';

function initialParameter(parameter: InitialTensor): HostTensor {
  const { name, shape } = parameter;
  // The only vectors called weight are scales of instance norms. AdaIN's scale starts at 1 by its "1 + γ".
  if (shape.length === 1) return constantTensor(shape, name.endsWith('weight') ? 1 : 0);
  const deviation = Math.sqrt(2 / sizeOf(shape.slice(1)));
  return normalTensor(parameter, deviation);
}

/** Initial parameters of all four networks. */
export function initialiseStarganV2(
  architecture: StarganV2Architecture,
  seed: number,
): Record<Network, Record<string, HostTensor>> {
  const shapes = starganV2Shapes(architecture);
  const initial = (network: Network): Record<string, HostTensor> =>
    Object.fromEntries(
      Object.entries(shapes[network]).map(([name, shape]) => [
        name,
        initialParameter({ seed, network, name, shape }),
      ]),
    );
  const { generator, mapping_network, style_encoder, discriminator } = networkSchema.enum;
  return {
    generator: initial(generator),
    mapping_network: initial(mapping_network),
    style_encoder: initial(style_encoder),
    discriminator: initial(discriminator),
  };
}
