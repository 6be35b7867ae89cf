// One tensor of first weights, a function of (seed, network, name) alone.
import { randomStream, type RandomStream } from '@starlab/experiment';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';

export interface InitialTensor {
  readonly seed: number;
  readonly network: string;
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every element is one call of `draw`. */
export function initialTensor(
  { seed, network, name, shape }: InitialTensor,
  draw: (stream: RandomStream) => number,
): HostTensor {
  const stream = randomStream({ seed, purpose: `weights/${network}/${name}`, index: 0 });
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => draw(stream)) };
}

/** The initial value of a parameter that is the same everywhere. */
export function constantTensor(shape: readonly number[], value: number): HostTensor {
  return { shape, data: new Float32Array(sizeOf(shape)).fill(value) };
}
