// The mapping network F: a latent z to the style of a domain, four shared layers and four per domain. Paper section 2.1.
import * as tf from '@tensorflow/tfjs-core';
import type { StarganV2Architecture } from './architecture.ts';
import { linearStack, linearStackShapes } from './linear-stack.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { selectDomain } from '../blocks/select-domain.ts';

export interface MappingNetworkInput {
  readonly latent: tf.Tensor2D; // [N, latentDimension], standard normal
  readonly domain: tf.Tensor2D; // [N, domains], one-hot
}

export function mappingNetworkShapes(architecture: StarganV2Architecture): ParameterShapes {
  const { latentDimension, hiddenDimension, styleDimension, domainCount } = architecture;
  const shared = { first: latentDimension, hidden: hiddenDimension, last: hiddenDimension };
  const unshared = { first: hiddenDimension, hidden: hiddenDimension, last: styleDimension };
  const heads = Array.from({ length: domainCount }, (_, domain) =>
    named(`unshared.${domain}`, linearStackShapes(unshared)),
  );
  return Object.assign(named('shared', linearStackShapes(shared)), ...heads);
}

/** The style of each sample's domain, [N, styleDimension]. The latent is not normalised. */
export function mapLatent(
  parameters: Parameters,
  { latent, domain }: MappingNetworkInput,
  architecture: StarganV2Architecture,
): tf.Tensor2D {
  const shared = tf.relu(linearStack(within(parameters, 'shared'), latent));
  const heads = Array.from({ length: architecture.domainCount }, (_, index) =>
    linearStack(within(parameters, `unshared.${index}`), shared),
  );
  return selectDomain(heads, domain);
}
