// Configuration C of the ablation: AdaIN's input is one vector a domain, so a source has one translation into each. The paper
// publishes no code of it: our reading.
import type * as tf from '@tensorflow/tfjs-core';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { StarganV2Architecture } from './architecture.ts';

export function labelEmbeddingShapes(architecture: StarganV2Architecture): ParameterShapes {
  return named('embedding', linearShapes(architecture.domainCount, architecture.styleDimension));
}

/** AdaIN's input for `domain` [N, domains] one-hot, [N, styleDimension]. */
export function embedLabel(parameters: Parameters, domain: tf.Tensor2D): tf.Tensor2D {
  return linear(within(parameters, 'embedding'), domain);
}
