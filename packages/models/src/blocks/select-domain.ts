// Picks each sample's head among one per domain by a one-hot mask. All heads are evaluated, so the heads not picked get
// zero gradients, not absent ones: the optimiser's L2 term goes on shrinking them, as in the reference.
import * as tf from '@tensorflow/tfjs-core';

/** Head outputs, one [N, …] per domain, and `domain` [N, domains] one-hot, to [N, …]. */
export function selectDomain<T extends tf.Tensor>(heads: readonly T[], domain: tf.Tensor2D): T {
  const [count] = domain.shape;
  const picked = heads.map((head, index): T => {
    const mask = tf.slice(domain, [0, index], [count, 1]);
    const isVector = head.rank === mask.rank;
    return tf.mul(head, isVector ? mask : tf.reshape(mask, [count, ...head.shape.slice(1).fill(1)]));
  });
  return picked.reduce((sum, term) => tf.add(sum, term));
}
