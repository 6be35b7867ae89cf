// Picks each sample's head among one per domain by a one-hot mask. All heads are evaluated, so the heads not picked get
// zero gradients, not absent ones: the optimiser's L2 term goes on shrinking them, as in the reference.
import * as tf from '@tensorflow/tfjs-core';

/** Head outputs, one [N, F] per domain, and `domain` [N, domains] one-hot, to [N, F]. */
export function selectDomain(heads: readonly tf.Tensor2D[], domain: tf.Tensor2D): tf.Tensor2D {
  const [count] = domain.shape;
  const picked = heads.map((head, index): tf.Tensor2D =>
    tf.mul(head, tf.slice(domain, [0, index], [count, 1])),
  );
  return picked.reduce((sum, term) => tf.add(sum, term));
}
