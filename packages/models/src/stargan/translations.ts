// StarGAN's translation as a pure step: one output for a source and a domain, so nothing guides it beside the domain.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Mode } from '@starlab/experiment';
import { inputOf, networkOf } from '../translation/step-tensors.ts';
import type { Translation } from '../translation/translation.ts';
import type { StarganArchitecture } from './architecture.ts';
import { starganGenerate } from './generator.ts';

export function starganTranslations(
  architecture: StarganArchitecture,
): Readonly<Partial<Record<Mode, Translation>>> {
  const latent: Translation = {
    networks: ['generator'],
    guide: 'none',
    step: (state, inputs) => {
      const labelled = {
        image: inputOf<Tensor4D>(inputs, 'image'),
        domain: inputOf<Tensor2D>(inputs, 'domain'),
      };
      const image = starganGenerate(networkOf(state, 'generator'), labelled, architecture);
      return { state, outputs: { image } };
    },
  };
  return { latent };
}
