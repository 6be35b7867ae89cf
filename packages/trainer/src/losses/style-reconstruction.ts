// Style reconstruction, paper eq. 2: the style encoder should find in the translation the style it was made with.
import type * as tf from '@tensorflow/tfjs-core';
import { meanAbsoluteDifference } from './mean-absolute-difference.ts';

/** mean |E(G(x, s)) − s|; the gradient reaches `style` [N, S] too, it is not detached. */
export function styleReconstruction(encodedStyle: tf.Tensor2D, style: tf.Tensor2D): tf.Scalar {
  return meanAbsoluteDifference(encodedStyle, style);
}
