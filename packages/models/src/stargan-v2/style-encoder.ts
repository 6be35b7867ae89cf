// The style encoder E: a reference image to its style in its domain. Paper section 2.1 and Table 8.
import * as tf from '@tensorflow/tfjs-core';
import type { StarganV2Architecture } from './architecture.ts';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { selectDomain } from '../blocks/select-domain.ts';
import { trunk, trunkChannels, trunkShapes } from './trunk.ts';

export interface StyleEncoderInput {
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly domain: tf.Tensor2D; // [N, domains], one-hot
}

export function styleEncoderShapes(architecture: StarganV2Architecture): ParameterShapes {
  const head = linearShapes(trunkChannels(architecture), architecture.styleDimension);
  const heads = Array.from({ length: architecture.domainCount }, (_, domain) =>
    named(`unshared.${domain}`, head),
  );
  return Object.assign(named('shared', trunkShapes(architecture)), ...heads);
}

/** The style of each image, read by its domain's head, [N, styleDimension]. */
export function encodeStyle(
  parameters: Parameters,
  { image, domain }: StyleEncoderInput,
  architecture: StarganV2Architecture,
): tf.Tensor2D {
  const features = trunk(within(parameters, 'shared'), { image }, architecture);
  const vectors = tf.reshape<tf.Rank.R2>(features, [image.shape[0], trunkChannels(architecture)]);
  const heads = Array.from({ length: architecture.domainCount }, (_, index) =>
    linear(within(parameters, `unshared.${index}`), vectors),
  );
  return selectDomain(heads, domain);
}
