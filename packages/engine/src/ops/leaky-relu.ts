// Leaky ReLU with slope 0.2. Its gradient looks at the output, whose sign is the input's, and is linear in dy, so any number
// of derivatives exist (the second in x is zero almost everywhere).
import {
  fill,
  greater,
  leakyRelu as leakyReluTfjs,
  mul,
  onesLike,
  where,
  zerosLike,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { defineOperation, firstOutput } from './kernel.ts';

export const LEAKY_RELU = 'StarlabLeakyRelu';
export const LEAKY_RELU_GRADIENT = 'StarlabLeakyReluGradient';
export const LEAKY_SLOPE = 0.2;

type NoAttributes = Record<string, never>;

const runLeakyRelu = defineOperation<NoAttributes>({
  name: LEAKY_RELU,
  compose: (inputs) => leakyReluTfjs(inputs['x'] as Tensor, LEAKY_SLOPE),
  // Saving the output is safe although tfjs hides it from second derivatives: that derivative is zero.
  saveOutputs: [true],
  gradient: ([dy], [y]) => ({ x: () => leakyReluGradient({ dy, y } as NamedTensorMap) }),
});

const runLeakyReluGradient = defineOperation<NoAttributes>({
  name: LEAKY_RELU_GRADIENT,
  compose: (inputs) => {
    const y = inputs['y'] as Tensor;
    return mul(inputs['dy'] as Tensor, where(greater(y, 0), onesLike(y), fill(y.shape, LEAKY_SLOPE)));
  },
  saveInputs: ['y'],
  gradient: ([ddx], [y]) => ({
    dy: () => leakyReluGradient({ dy: ddx, y } as NamedTensorMap),
    y: () => zerosLike(y as Tensor),
  }),
});

/** `dy` where `y > 0`, else `0.2·dy`, with `y` the output of leakyRelu. */
const leakyReluGradient = (inputs: NamedTensorMap): Tensor => firstOutput(runLeakyReluGradient(inputs, {}));

/** `max(x, 0.2·x)`, any shape. The derivative at 0 is 0.2, as in PyTorch. */
export function leakyRelu<T extends Tensor>(x: T): T {
  return firstOutput(runLeakyRelu({ x }, {})) as T;
}
