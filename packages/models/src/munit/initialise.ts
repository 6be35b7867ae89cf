// MUNIT's first weights, as the authors set them: generators from N(0, 2 / fan-in), discriminators from N(0, 0.02²), biases
// 0; layer norms have scales from U(0, 1) and offsets 0.
import {
  constantTensor,
  drawnTensor,
  normalTensor,
  type InitialTensor,
} from '../initialisation/initial-tensor.ts';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';
import type { MunitArchitecture } from './architecture.ts';
import { munitShapes, type MunitNetwork } from './networks.ts';

const DISCRIMINATOR_DEVIATION = 0.02;

function initialParameter(network: MunitNetwork, parameter: InitialTensor): HostTensor {
  const { name, shape } = parameter;
  if (name.endsWith('.gamma')) return drawnTensor(parameter, (stream) => stream.uniform());
  if (shape.length === 1) return constantTensor(shape, 0);
  const isGenerator = network === 'gen_a' || network === 'gen_b';
  const deviation = isGenerator ? Math.sqrt(2 / sizeOf(shape.slice(1))) : DISCRIMINATOR_DEVIATION;
  return normalTensor(parameter, deviation);
}

/** Initial parameters of all four networks; the two generators differ, as do the two discriminators. */
export function initialiseMunit(
  architecture: MunitArchitecture,
  seed: number,
): Record<MunitNetwork, Record<string, HostTensor>> {
  const shapes = munitShapes(architecture);
  const initial = (network: MunitNetwork): Record<string, HostTensor> =>
    Object.fromEntries(
      Object.entries(shapes[network]).map(([name, shape]) => [
        name,
        initialParameter(network, { seed, network, name, shape }),
      ]),
    );
  return {
    gen_a: initial('gen_a'),
    gen_b: initial('gen_b'),
    dis_a: initial('dis_a'),
    dis_b: initial('dis_b'),
  };
}
