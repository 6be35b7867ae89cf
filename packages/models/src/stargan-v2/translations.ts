// StarGAN v2's translations as pure steps: a style from a latent or from a reference, then the generator. With a label alone
// or a latent code there are no reference-guided ones. Masks are made where the heat-map network is among the constants.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Mode } from '@starlab/experiment';
import type { Parameters } from '../blocks/parameters.ts';
import { withoutHeatMapNetwork } from '../heat-map-network/constants.ts';
import { faceMasks } from '../heat-map-network/masks.ts';
import { inputOf, networkOf } from '../translation/step-tensors.ts';
import type { Translation } from '../translation/translation.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { styleOf, type Guide } from './conditioning.ts';
import { generate } from './generator.ts';

const guideFrom: Readonly<Record<Translation['guide'], (inputs: Parameters) => Guide>> = {
  latent: (inputs) => ({ kind: 'latent', latent: inputOf<Tensor2D>(inputs, 'latent') }),
  reference: (inputs) => ({ kind: 'reference', reference: inputOf<Tensor4D>(inputs, 'reference') }),
  none: () => ({ kind: 'label' }),
};

function translation(
  architecture: StarganV2Architecture,
  { networks, guide }: Omit<Translation, 'step'>,
): Translation {
  return {
    networks,
    guide,
    step: (given, inputs) => {
      const { state, heatMapNetwork } = withoutHeatMapNetwork(given);
      const styleNetworks = {
        mapping_network: networkOf(state, 'mapping_network'),
        style_encoder: networkOf(state, 'style_encoder'),
      };
      const guided = { guide: guideFrom[guide](inputs), domain: inputOf<Tensor2D>(inputs, 'domain') };
      const style = styleOf(styleNetworks, guided, architecture);
      const image = inputOf<Tensor4D>(inputs, 'image');
      const masks = heatMapNetwork && { masks: faceMasks(heatMapNetwork, image) };
      const translated = generate(networkOf(state, 'generator'), { image, style, ...masks }, architecture);
      return { state, outputs: { image: translated } };
    },
  };
}

export function starganV2Translations(
  architecture: StarganV2Architecture,
): Readonly<Partial<Record<Mode, Translation>>> {
  const mapped = ['generator', 'mapping_network'];
  const encoded = ['generator', 'style_encoder'];
  switch (architecture.conditioning) {
    case 'style-code':
      return {
        latent: translation(architecture, { networks: mapped, guide: 'latent' }),
        reference: translation(architecture, { networks: encoded, guide: 'reference' }),
      };
    case 'latent-code':
      return { latent: translation(architecture, { networks: mapped, guide: 'latent' }) };
    case 'label':
      return { latent: translation(architecture, { networks: mapped, guide: 'none' }) };
    default:
      return architecture.conditioning satisfies never;
  }
}
