// Initial weights: He normal (gain √2, fan-in) for convolutions and linear layers, scale 1 and offset 0 for
// normalisations, biases 0. Each tensor is a function of (seed, network, name), so no order of creation matters.
import { networkSchema, randomStream, type Network } from '@starlab/experiment';
import type { Architecture } from '../architecture.ts';
import { networkShapes } from '../networks.ts';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';

interface InitialParameter {
  readonly network: Network;
  readonly name: string;
  readonly shape: readonly number[];
  readonly seed: number;
}

function heNormal({ network, name, shape, seed }: InitialParameter): Float32Array {
  const fanIn = sizeOf(shape.slice(1));
  const deviation = Math.sqrt(2 / fanIn);
  const stream = randomStream({ seed, purpose: `weights/${network}/${name}`, index: 0 });
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = deviation * stream.normal();
  return data;
}

function initialParameter(parameter: InitialParameter): HostTensor {
  const { name, shape } = parameter;
  if (shape.length > 1) return { shape, data: heNormal(parameter) };
  // The only vectors called weight are scales of instance norms. AdaIN's scale starts at 1 by its "1 + γ".
  return { shape, data: new Float32Array(sizeOf(shape)).fill(name.endsWith('weight') ? 1 : 0) };
}

/** Initial parameters of all four networks. */
export function initialise(
  architecture: Architecture,
  seed: number,
): Record<Network, Record<string, HostTensor>> {
  const shapes = networkShapes(architecture);
  const initial = (network: Network): Record<string, HostTensor> =>
    Object.fromEntries(
      Object.entries(shapes[network]).map(([name, shape]) => [
        name,
        initialParameter({ network, name, shape, seed }),
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
