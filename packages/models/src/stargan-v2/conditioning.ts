// Where the generator's style comes from, one entry for each conditioning: the paper's style code (E, F), a latent code (D), or
// the domain's label alone (C). Networks, losses and translations ask here and need not know which it is.
import type * as tf from '@tensorflow/tfjs-core';
import type { Conditioning } from '@starlab/experiment';
import type { ParameterShapes, Parameters } from '../blocks/parameters.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { embedLabel, labelEmbeddingShapes } from './label-embedding.ts';
import { encodeLatent, injectLatent, latentEncoderShapes, latentInjectionShapes } from './latent-code.ts';
import { mapLatent, mappingNetworkShapes } from './mapping-network.ts';
import { encodeStyle, styleEncoderShapes } from './style-encoder.ts';

/** The networks that make styles. */
export interface StyleNetworks {
  readonly mapping_network: Parameters;
  readonly style_encoder: Parameters;
}

/** What a style is made from, beside the domain. */
export type Guide =
  | { readonly kind: 'latent'; readonly latent: tf.Tensor2D } // [N, latentDimension]
  | { readonly kind: 'reference'; readonly reference: tf.Tensor4D } // [N, 3, S, S], of the style's domain
  | { readonly kind: 'label' };

export interface GuidedDomain {
  readonly guide: Guide;
  readonly domain: tf.Tensor2D; // [N, domains], one-hot
}

interface StyleSource {
  readonly mappingNetworkShapes: (architecture: StarganV2Architecture) => ParameterShapes;
  /** No parameters where there is no encoder. */
  readonly styleEncoderShapes: (architecture: StarganV2Architecture) => ParameterShapes;
  readonly style: (
    networks: StyleNetworks,
    guided: GuidedDomain,
    architecture: StarganV2Architecture,
  ) => tf.Tensor2D;
}

const cannotGuide = (conditioning: Conditioning, { kind }: Guide): RangeError =>
  new RangeError(`a ${kind} cannot guide a generator conditioned on a ${conditioning}`);

export const styleSources: Readonly<Record<Conditioning, StyleSource>> = {
  'style-code': {
    mappingNetworkShapes,
    styleEncoderShapes,
    style: (networks, { guide, domain }, architecture) => {
      if (guide.kind === 'latent')
        return mapLatent(networks.mapping_network, { latent: guide.latent, domain }, architecture);
      if (guide.kind === 'reference')
        return encodeStyle(networks.style_encoder, { image: guide.reference, domain }, architecture);
      throw cannotGuide('style-code', guide);
    },
  },
  'latent-code': {
    mappingNetworkShapes: latentInjectionShapes,
    styleEncoderShapes: latentEncoderShapes,
    style: (networks, { guide, domain }, architecture) => {
      if (guide.kind === 'label') throw cannotGuide('latent-code', guide);
      const latent =
        guide.kind === 'latent'
          ? guide.latent
          : encodeLatent(networks.style_encoder, guide.reference, architecture);
      return injectLatent(networks.mapping_network, { latent, domain });
    },
  },
  label: {
    mappingNetworkShapes: labelEmbeddingShapes,
    styleEncoderShapes: () => ({}),
    style: (networks, { domain }) => embedLabel(networks.mapping_network, domain),
  },
};

/** AdaIN's input, [N, styleDimension]. */
export function styleOf(
  networks: StyleNetworks,
  guided: GuidedDomain,
  architecture: StarganV2Architecture,
): tf.Tensor2D {
  return styleSources[architecture.conditioning].style(networks, guided, architecture);
}
