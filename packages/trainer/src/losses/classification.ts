// Cross-entropies of a classifier's logits: of one class each, or of attributes that may hold together (Choi et al. 2018, eqs. 2, 3).
import * as tf from '@tensorflow/tfjs-core';

/** Softmax cross-entropy of `logits` [N, D] against `classes` [N, D] one-hot, mean over the batch. */
export function classLoss(logits: tf.Tensor2D, classes: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(classes, tf.logSoftmax(logits, 1)), 1)));
}

/** Binary cross-entropies of `logits` [N, D] against `attributes` [N, D] of 0 and 1, summed, over the size of the batch. */
export function attributeLoss(logits: tf.Tensor2D, attributes: tf.Tensor2D): tf.Scalar {
  const each = tf.sub(tf.softplus(logits), tf.mul(attributes, logits));
  return tf.div(tf.sum(each), logits.shape[0]);
}
