// Cycle consistency, paper eq. 4: translated back in its own style, the source should return.
import type * as tf from '@tensorflow/tfjs-core';
import { meanAbsoluteDifference } from './mean-absolute-difference.ts';

/** mean |G(G(x, s), E(x)) − x|. */
export function cycleConsistency(reconstruction: tf.Tensor4D, image: tf.Tensor4D): tf.Scalar {
  return meanAbsoluteDifference(reconstruction, image);
}
