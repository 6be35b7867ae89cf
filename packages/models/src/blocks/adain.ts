// Adaptive instance normalisation (Huang & Belongie 2017): scale and offset come from the style by one linear layer.
import * as tf from '@tensorflow/tfjs-core';
import { instanceNorm } from '@starlab/engine/ops';
import { linear, linearShapes } from './linear.ts';
import { named, within, type ParameterShapes, type Parameters } from './parameters.ts';

export function adainShapes(styleDimension: number, channels: number): ParameterShapes {
  return named('fc', linearShapes(styleDimension, 2 * channels));
}

/** `x` [N, C, H, W] normalised, then scaled by 1 + γ and shifted by β, where (γ, β) = fc(`style` [N, S]). */
export function adain(parameters: Parameters, x: tf.Tensor4D, style: tf.Tensor2D): tf.Tensor4D {
  const [count, channels] = x.shape;
  const statistics = linear(within(parameters, 'fc'), style); // [N, 2C]
  const half = (start: number): tf.Tensor =>
    tf.reshape(tf.slice(statistics, [0, start], [count, channels]), [count, channels, 1, 1]);
  return tf.add(tf.mul(instanceNorm(x), tf.add(half(0), 1)), half(channels));
}
