// The multi-task discriminator D: one real/fake logit per domain, of which a sample uses its own. Paper section 2.1, Table 8.
import * as tf from '@tensorflow/tfjs-core';
import type { StarganV2Architecture } from './architecture.ts';
import { convolutionShapes } from '../blocks/convolution.ts';
import { plainEvaluation, type Evaluation } from '../blocks/evaluation.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { trunk, trunkChannels, trunkLength, trunkShapes } from './trunk.ts';

export interface DiscriminatorInput {
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly domain: tf.Tensor2D; // [N, domains], one-hot
  /** How the layers are evaluated: plainly unless said otherwise. */
  readonly evaluation?: Evaluation;
}

export function discriminatorShapes(architecture: StarganV2Architecture): ParameterShapes {
  const head = convolutionShapes({
    inChannels: trunkChannels(architecture),
    outChannels: architecture.domainCount,
    size: 1,
  });
  return named('main', { ...trunkShapes(architecture), ...named(`${trunkLength(architecture)}`, head) });
}

/** The logit of "real, and of this domain" for each image, [N]. */
export function discriminate(
  parameters: Parameters,
  { image, domain, evaluation = plainEvaluation }: DiscriminatorInput,
  architecture: StarganV2Architecture,
): tf.Tensor1D {
  const main = within(parameters, 'main');
  const features = trunk(main, { image, evaluation }, architecture);
  const logits = evaluation.convolve(within(main, `${trunkLength(architecture)}`), features, { padding: 0 }); // [N, domains, 1, 1]
  // A product with the one-hot mask, not a gather: the other domains' logits get zero gradients, not absent ones.
  return tf.sum(tf.mul(tf.reshape(logits, domain.shape), domain), 1);
}
