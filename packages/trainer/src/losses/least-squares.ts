// The least-squares adversarial loss (Mao et al. 2017) on a multi-scale discriminator's maps: a mean per scale, summed.
import * as tf from '@tensorflow/tfjs-core';

/** Σ_scales mean (map − target)². */
export function leastSquares(maps: readonly tf.Tensor[], target: 0 | 1): tf.Scalar {
  return tf.addN(maps.map((map) => tf.mean<tf.Scalar>(tf.square(tf.sub(map, target)))));
}
