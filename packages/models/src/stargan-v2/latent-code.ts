// Configuration D of the ablation: the latent itself, joined with the domain's label, makes AdaIN's input, and an encoder
// without domain heads finds it again in the translation. The paper publishes no code of it: our reading.
import * as tf from '@tensorflow/tfjs-core';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { linearStack, linearStackShapes } from './linear-stack.ts';
import type { MappingNetworkInput } from './mapping-network.ts';
import { trunk, trunkChannels, trunkShapes } from './trunk.ts';

export function latentInjectionShapes(architecture: StarganV2Architecture): ParameterShapes {
  const { latentDimension, domainCount, hiddenDimension, styleDimension } = architecture;
  const widths = { first: latentDimension + domainCount, hidden: hiddenDimension, last: hiddenDimension };
  return {
    ...named('shared', linearStackShapes(widths)),
    ...named('style', linearShapes(hiddenDimension, styleDimension)),
  };
}

/** AdaIN's input for a latent in a domain, [N, styleDimension]. */
export function injectLatent(parameters: Parameters, { latent, domain }: MappingNetworkInput): tf.Tensor2D {
  const joined: tf.Tensor2D = tf.concat([latent, domain], 1);
  const shared = tf.relu(linearStack(within(parameters, 'shared'), joined));
  return linear(within(parameters, 'style'), shared);
}

export function latentEncoderShapes(architecture: StarganV2Architecture): ParameterShapes {
  return {
    ...named('shared', trunkShapes(architecture)),
    ...named('latent', linearShapes(trunkChannels(architecture), architecture.latentDimension)),
  };
}

/** The latent of `image` [N, 3, S, S], whatever its domain, [N, latentDimension]. */
export function encodeLatent(
  parameters: Parameters,
  image: tf.Tensor4D,
  architecture: StarganV2Architecture,
): tf.Tensor2D {
  const features = trunk(within(parameters, 'shared'), { image }, architecture);
  const vectors = tf.reshape<tf.Rank.R2>(features, [image.shape[0], trunkChannels(architecture)]);
  return linear(within(parameters, 'latent'), vectors);
}
