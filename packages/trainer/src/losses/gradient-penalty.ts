// WGAN's gradient penalty (Gulrajani et al. 2017): the discriminator's gradient at mixtures of real and fake should have norm 1.
// It is part of a loss, so it is differentiated again with respect to the discriminator's parameters.
import * as tf from '@tensorflow/tfjs-core';

/** meanₙ (‖∂ Σ logits / ∂ mixedₙ‖₂ − 1)² for `mixed` [N, 3, S, S]; `logitsOf` gives each sample's map of logits [N, h, w]. */
export function gradientPenalty(logitsOf: (image: tf.Tensor4D) => tf.Tensor, mixed: tf.Tensor4D): tf.Scalar {
  // A sample's logits depend on its own image alone, so the gradient of the sum holds each sample's gradient.
  const gradient = tf.grad((x: tf.Tensor) => tf.sum(logitsOf(x as tf.Tensor4D)))(mixed);
  const norms = tf.sqrt(tf.sum(tf.square(gradient), [1, 2, 3])); // [N]
  return tf.mean(tf.square(tf.sub(norms, 1)));
}
