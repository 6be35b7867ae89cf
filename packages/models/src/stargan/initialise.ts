// StarGAN's first weights: its code leaves them to PyTorch, which draws weights and biases of a layer from U(±1/√fan-in) and
// starts instance norms at scale 1 and offset 0.
import { constantTensor, drawnTensor } from '../initialisation/initial-tensor.ts';
import type { ParameterShapes } from '../blocks/parameters.ts';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';
import type { StarganArchitecture } from './architecture.ts';
import { starganShapes } from './networks.ts';

type StarganNetwork = keyof ReturnType<typeof starganShapes>;

function initialNetwork(
  network: StarganNetwork,
  shapes: ParameterShapes,
  seed: number,
): Record<string, HostTensor> {
  const initialParameter = (name: string, shape: readonly number[]): HostTensor => {
    const weightShape = shapes[name.replace(/\.bias$/, '.weight')] ?? shape;
    if (weightShape.length === 1) return constantTensor(shape, name.endsWith('weight') ? 1 : 0);
    const bound = 1 / Math.sqrt(sizeOf(weightShape.slice(1)));
    return drawnTensor({ seed, network, name, shape }, (stream) => bound * (2 * stream.uniform() - 1));
  };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, initialParameter(name, shape)]),
  );
}

/** Initial parameters of both networks. */
export function initialiseStargan(
  architecture: StarganArchitecture,
  seed: number,
): Record<StarganNetwork, Record<string, HostTensor>> {
  const { generator, discriminator } = starganShapes(architecture);
  return {
    generator: initialNetwork('generator', generator, seed),
    discriminator: initialNetwork('discriminator', discriminator, seed),
  };
}
