// A linear layer: weight [out, in] and bias [out], as PyTorch lays them out.
import * as tf from '@tensorflow/tfjs-core';
import { parameter, type ParameterShapes, type Parameters } from './parameters.ts';

export function linearShapes(inFeatures: number, outFeatures: number): ParameterShapes {
  return { weight: [outFeatures, inFeatures], bias: [outFeatures] };
}

/** `x` [N, in] to [N, out]. */
export function linear(parameters: Parameters, x: tf.Tensor2D): tf.Tensor2D {
  const product = tf.matMul(x, parameter(parameters, 'weight', 2), false, true);
  return tf.add(product, parameter(parameters, 'bias', 1));
}
