// The L1 distance every reconstruction term is made of: a mean over all elements, not a sum.
import * as tf from '@tensorflow/tfjs-core';

// tfjs's own gradient of |x| is −1 at x = 0, where the reference's is 0. It matters: a reference paired with itself
// gives two equal translations, all of whose differences are 0.
const absolute = tf.customGrad((x, save) => {
  if (!(x instanceof tf.Tensor) || typeof save !== 'function')
    throw new TypeError('absolute takes one tensor');
  save([x]);
  return {
    value: tf.abs(x),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, tf.sign(saved ?? x)),
  };
});

/** mean |a − b| over all elements, a scalar. */
export function meanAbsoluteDifference(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.mean(absolute(tf.sub(a, b)));
}
