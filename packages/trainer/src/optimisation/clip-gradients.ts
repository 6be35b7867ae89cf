// Gradient clipping by the norm over a whole network, as PyTorch's clip_grad_norm_ has it.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '@starlab/models';
import { gradientNorm } from './gradients-of.ts';

const EPSILON = 1e-6;

/** The gradients scaled by min(1, limit / (norm + 1e-6)). */
export function clipGradients(gradients: Parameters, limit: number): Parameters {
  const factor = tf.minimum(tf.div(limit, tf.add(gradientNorm(gradients), EPSILON)), 1);
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
  );
}
