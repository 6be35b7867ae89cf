// One tensor of first weights, a function of (seed, network, name) alone.
import { normalArray, randomStream, type RandomKey, type RandomStream } from '@starlab/experiment';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';

export interface InitialTensor {
  readonly seed: number;
  readonly network: string;
  readonly name: string;
  readonly shape: readonly number[];
}

const keyOf = ({ seed, network, name }: InitialTensor): RandomKey => ({
  seed,
  purpose: `weights/${network}/${name}`,
  index: 0,
});

/** Every element from N(0, deviation²). */
export function normalTensor(parameter: InitialTensor, deviation: number): HostTensor {
  const { shape } = parameter;
  return { shape, data: normalArray(keyOf(parameter), sizeOf(shape), deviation) };
}

/** Every element is one call of `draw`. */
export function drawnTensor(parameter: InitialTensor, draw: (stream: RandomStream) => number): HostTensor {
  const stream = randomStream(keyOf(parameter));
  const data = new Float32Array(sizeOf(parameter.shape));
  for (let i = 0; i < data.length; i++) data[i] = draw(stream);
  return { shape: parameter.shape, data };
}

/** The initial value of a parameter that is the same everywhere. */
export function constantTensor(shape: readonly number[], value: number): HostTensor {
  return { shape, data: new Float32Array(sizeOf(shape)).fill(value) };
}
