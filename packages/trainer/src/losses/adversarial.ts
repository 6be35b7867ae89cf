// The non-saturating adversarial loss on logits. Paper eq. 1; log(1 − sigmoid) written as softplus, which cannot overflow.
import * as tf from '@tensorflow/tfjs-core';

/** Cross-entropy of `logits` [N] against "real": mean softplus(−l). */
export function adversarialReal(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(tf.softplus(tf.neg(logits)));
}

/** Cross-entropy of `logits` [N] against "fake": mean softplus(l). */
export function adversarialFake(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(tf.softplus(logits));
}
