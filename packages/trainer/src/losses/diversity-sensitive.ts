// The diversity-sensitive term, paper eq. 3: how far two translations of one image in two styles lie apart.
import type * as tf from '@tensorflow/tfjs-core';
import { meanAbsoluteDifference } from './mean-absolute-difference.ts';

/** mean |G(x, s₁) − G(x, s₂)|, which the generator maximises. `otherFake` [N, 3, S, S] is made without a gradient. */
export function diversitySensitive(fake: tf.Tensor4D, otherFake: tf.Tensor4D): tf.Scalar {
  return meanAbsoluteDifference(fake, otherFake);
}
