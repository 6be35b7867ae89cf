// Instance normalisation with a learned scale and offset per channel, as the generator's encoder uses it.
import * as tf from '@tensorflow/tfjs-core';
import { instanceNorm } from '@starlab/engine/ops';
import { parameter, type ParameterShapes, type Parameters } from './parameters.ts';

export function affineInstanceNormShapes(channels: number): ParameterShapes {
  return { weight: [channels], bias: [channels] };
}

/** `x` [N, C, H, W], normalised over H and W. */
export function affineInstanceNorm(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const perChannel = (name: string): tf.Tensor => tf.reshape(parameter(parameters, name, 1), [1, -1, 1, 1]);
  return tf.add(tf.mul(instanceNorm(x), perChannel('weight')), perChannel('bias'));
}
