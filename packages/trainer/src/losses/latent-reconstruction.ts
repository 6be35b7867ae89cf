// Latent reconstruction, configuration D: the encoder should find in the translation the latent it was made with.
import type * as tf from '@tensorflow/tfjs-core';
import { meanAbsoluteDifference } from './mean-absolute-difference.ts';

/** mean |E(G(x, z)) − z|, both [N, latentDimension]. */
export function latentReconstruction(encodedLatent: tf.Tensor2D, latent: tf.Tensor2D): tf.Scalar {
  return meanAbsoluteDifference(encodedLatent, latent);
}
