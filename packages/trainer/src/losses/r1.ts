// R1 (Mescheder et al. 2018, eq. 9): half the squared norm of the discriminator's gradient at real images. It is part of
// a loss, so it is differentiated again with respect to the discriminator's parameters.
import * as tf from '@tensorflow/tfjs-core';

export interface RealLogits {
  readonly logits: tf.Tensor1D; // [N]
  readonly r1: tf.Scalar;
  /** ∂ Σ logits / ∂ image, [N, 3, S, S]. */
  readonly imageGradient: tf.Tensor4D;
}

/** The logits of `image` [N, 3, S, S], [N], and ½ meanₙ ‖∂ Σ logits / ∂ imageₙ‖². */
export function logitsWithR1(logitsOf: (image: tf.Tensor4D) => tf.Tensor1D, image: tf.Tensor4D): RealLogits {
  // A sample's logit depends on its own image alone, so the gradient of the sum holds each sample's gradient.
  const { value, grad: imageGradient } = tf.valueAndGrad((x: tf.Tensor4D) => logitsOf(x))(
    image,
    tf.ones([image.shape[0]]),
  );
  const squaredNorms = tf.sum(tf.square(imageGradient), [1, 2, 3]); // [N]
  const r1: tf.Scalar = tf.mul(tf.mean<tf.Scalar>(squaredNorms), 0.5);
  return { logits: value as tf.Tensor1D, r1, imageGradient };
}
