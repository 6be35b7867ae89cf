// The exponential moving average of a network's parameters, by which translations are sampled and evaluated.
import * as tf from '@tensorflow/tfjs-core';

/** decay · average + (1 − decay) · parameters, vectors of one layout. */
export function movingAverage(average: tf.Tensor1D, parameters: tf.Tensor1D, decay: number): tf.Tensor1D {
  return tf.add(tf.mul(average, decay), tf.mul(parameters, 1 - decay));
}
