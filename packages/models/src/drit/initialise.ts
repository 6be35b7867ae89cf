// DRIT's first weights, as the authors set them: convolutions from N(0, 0.02²); linear weights and all biases stay at PyTorch's
// default, uniform within 1 / √fan-in; layer norms have scale 1 and offset 0.
import { constantTensor, drawnTensor, normalTensor } from '../initialisation/initial-tensor.ts';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';
import type { DritArchitecture } from './architecture.ts';
import { dritNetworks, dritShapes, type DritNetwork } from './networks.ts';
import type { ParameterShapes } from '../blocks/parameters.ts';

const DEVIATION = 0.02;

/** Product of all dimensions but the first of a bias's weight; so PyTorch counts it for transposed convolutions too. */
function fanIn(shapes: ParameterShapes, name: string): number {
  const weight = shapes[name.replace(/bias$/, 'weight')];
  if (!weight) throw new RangeError(`${name} belongs to no weight`);
  return sizeOf(weight.slice(1));
}

function initialNetwork(
  network: DritNetwork,
  shapes: ParameterShapes,
  seed: number,
): Record<string, HostTensor> {
  const initial = (name: string, shape: readonly number[]): HostTensor => {
    const parameter = { seed, network, name, shape };
    if (shape.length === 3) return constantTensor(shape, name.endsWith('weight') ? 1 : 0);
    if (shape.length === 4) return normalTensor(parameter, DEVIATION);
    const bound = 1 / Math.sqrt(fanIn(shapes, name));
    return drawnTensor(parameter, (stream) => bound * (2 * stream.uniform() - 1));
  };
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, initial(name, shape)]));
}

/** Initial parameters of all eight networks; those of one shape differ. */
export function initialiseDrit(
  architecture: DritArchitecture,
  seed: number,
): Record<DritNetwork, Record<string, HostTensor>> {
  const shapes = dritShapes(architecture);
  const networks = dritNetworks.map((network) => [network, initialNetwork(network, shapes[network], seed)]);
  return Object.fromEntries(networks) as Record<DritNetwork, Record<string, HostTensor>>;
}
