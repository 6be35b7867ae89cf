// The mapping network F: a latent z to the style of a domain, four shared layers and four per domain. Paper section 2.1.
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from '../architecture.ts';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { selectDomain } from '../blocks/select-domain.ts';

export interface MappingNetworkInput {
  readonly latent: tf.Tensor2D; // [N, latentDimension], standard normal
  readonly domain: tf.Tensor2D; // [N, domains], one-hot
}

/** Positions of the linear layers in each stack; the odd ones between them are ReLUs. */
const LAYERS = [0, 2, 4, 6] as const;

export function mappingNetworkShapes(architecture: Architecture): ParameterShapes {
  const { latentDimension, hiddenDimension, styleDimension, domainCount } = architecture;
  const stack = (name: string, first: number, last: number): ParameterShapes[] =>
    LAYERS.map((layer) =>
      named(
        `${name}.${layer}`,
        linearShapes(layer === 0 ? first : hiddenDimension, layer === 6 ? last : hiddenDimension),
      ),
    );
  const heads = Array.from({ length: domainCount }, (_, domain) =>
    stack(`unshared.${domain}`, hiddenDimension, styleDimension),
  );
  return Object.assign({}, ...stack('shared', latentDimension, hiddenDimension), ...heads.flat());
}

/** Linear layers with ReLU between them. */
function stackOf(parameters: Parameters, x: tf.Tensor2D): tf.Tensor2D {
  return LAYERS.reduce((y, layer) => linear(within(parameters, `${layer}`), layer === 0 ? y : tf.relu(y)), x);
}

/** The style of each sample's domain, [N, styleDimension]. The latent is not normalised. */
export function mapLatent(
  parameters: Parameters,
  { latent, domain }: MappingNetworkInput,
  architecture: Architecture,
): tf.Tensor2D {
  const shared = tf.relu(stackOf(within(parameters, 'shared'), latent));
  const heads = Array.from({ length: architecture.domainCount }, (_, index) =>
    stackOf(within(parameters, `unshared.${index}`), shared),
  );
  return selectDomain(heads, domain);
}
