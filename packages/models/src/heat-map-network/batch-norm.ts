// Batch normalisation as a trained network applies it: by the statistics it has stored.
import * as tf from '@tensorflow/tfjs-core';
import { parameter, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';

const EPSILON = 1e-5;

export function batchNormShapes(channels: number): ParameterShapes {
  const each = [channels];
  return { weight: each, bias: each, running_mean: each, running_var: each };
}

/** `x` [N, C, H, W]. */
export function batchNorm(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const of = (name: string): tf.Tensor1D => parameter(parameters, name, 1);
  const scale = tf.div(of('weight'), tf.sqrt(tf.add(of('running_var'), EPSILON)));
  const offset = tf.sub(of('bias'), tf.mul(of('running_mean'), scale));
  const perChannel = (values: tf.Tensor): tf.Tensor => tf.reshape(values, [1, -1, 1, 1]);
  return tf.add(tf.mul(x, perChannel(scale)), perChannel(offset));
}
