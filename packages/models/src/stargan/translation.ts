// StarGAN's translation: one output for a source and a domain, so nothing guides it beside the domain. The label joins the
// image before the first layer: there is nothing to encode ahead, and a style is the label.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { inputOf, networkOf } from '../translation/step-tensors.ts';
import type { Translation } from '../translation/translation.ts';
import type { StarganArchitecture } from './architecture.ts';
import { starganGenerate } from './generator.ts';

export function starganTranslation(architecture: StarganArchitecture): Translation {
  const { imageSize, domainCount } = architecture;
  return {
    encode: {
      networks: [],
      takesDomain: false,
      step: (state, inputs) => ({ state, outputs: { source: inputOf<Tensor4D>(inputs, 'image') } }),
    },
    styles: {
      latent: {
        networks: [],
        guide: 'none',
        step: (state, inputs) => ({ state, outputs: { style: inputOf<Tensor2D>(inputs, 'domain') } }),
      },
    },
    decode: {
      networks: ['generator'],
      step: (state, inputs) => {
        const labelled = {
          image: inputOf<Tensor4D>(inputs, 'source'),
          domain: inputOf<Tensor2D>(inputs, 'style'),
        };
        const image = starganGenerate(networkOf(state, 'generator'), labelled, architecture);
        return { state, outputs: { image } };
      },
    },
    encodedShapes: (count) => ({ source: [count, 3, imageSize, imageSize] }),
    styleSize: domainCount,
  };
}
