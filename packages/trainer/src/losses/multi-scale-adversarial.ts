// The cross-entropy of a multi-scale discriminator's logits: a mean per scale, summed.
import * as tf from '@tensorflow/tfjs-core';

/** Cross-entropy of `logits`, of any shape, against one target for all: mean softplus(l) − target·l. */
export function crossEntropy(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, target)));
}

/** Σ_scales of the cross-entropy against `target`. */
export function multiScaleCrossEntropy(maps: readonly tf.Tensor[], target: 0 | 1): tf.Scalar {
  return tf.addN(maps.map((logits) => crossEntropy(logits, target)));
}
