// Leaky ReLU, with slope 0.2 unless said otherwise. Its gradient looks at the output, whose sign is the input's, and is linear in dy, so any number
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

export type LeakySlope = { slope: number };

const runLeakyRelu = defineOperation<LeakySlope>({
  name: LEAKY_RELU,
  compose: (inputs, { slope }) => leakyReluTfjs(inputs['x'] as Tensor, slope),
  // Saving the output is safe although tfjs hides it from second derivatives: that derivative is zero.
  saveOutputs: [true],
  gradient: ([dy], [y], slope) => ({ x: () => leakyReluGradient({ dy, y } as NamedTensorMap, slope) }),
});

const runLeakyReluGradient = defineOperation<LeakySlope>({
  name: LEAKY_RELU_GRADIENT,
  compose: (inputs, { slope }) => {
    const y = inputs['y'] as Tensor;
    return mul(inputs['dy'] as Tensor, where(greater(y, 0), onesLike(y), fill(y.shape, slope)));
  },
  saveInputs: ['y'],
  gradient: ([ddx], [y], slope) => ({
    dy: () => leakyReluGradient({ dy: ddx, y } as NamedTensorMap, slope),
    y: () => zerosLike(y as Tensor),
  }),
});

/** `dy` where `y > 0`, else `slope·dy`, with `y` the output of leakyRelu. */
const leakyReluGradient = (inputs: NamedTensorMap, slope: LeakySlope): Tensor =>
  firstOutput(runLeakyReluGradient(inputs, slope));

/** `max(x, slope·x)`, any shape, for a slope between 0 and 1. The derivative at 0 is the slope, as in PyTorch. */
export function leakyRelu<T extends Tensor>(x: T, slope = 0.2): T {
  return firstOutput(runLeakyRelu({ x }, { slope })) as T;
}
