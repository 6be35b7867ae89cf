// MUNIT's layer normalisation: a sample is shifted and scaled as a whole, by the deviation with Bessel's correction plus an
// epsilon (not the root of variance plus epsilon), then every channel has a scale and an offset.
import * as tf from '@tensorflow/tfjs-core';
import { parameter, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';

const EPSILON = 1e-5;

export const layerNormShapes = (channels: number): ParameterShapes => ({
  gamma: [channels],
  beta: [channels],
});

/** `x` [N, C, H, W], normalised over C, H and W. */
export function layerNorm(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const axes = [1, 2, 3];
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const count = x.size / x.shape[0];
  const variance = tf.div(tf.sum(tf.square(centred), axes, true), count - 1);
  const normalised = tf.div(centred, tf.add(tf.sqrt(variance), EPSILON));
  const perChannel = (name: string): tf.Tensor => tf.reshape(parameter(parameters, name, 1), [1, -1, 1, 1]);
  return tf.add(tf.mul(normalised, perChannel('gamma')), perChannel('beta'));
}
