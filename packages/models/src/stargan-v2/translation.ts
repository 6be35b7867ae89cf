// StarGAN v2's translation: the generator's encoder, the networks that make styles, the generator's decoder. With a label alone
// or a latent code no reference guides. Masks are made where the heat-map network is among the constants.
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Mode } from '@starlab/experiment';
import type { ParameterShapes, Parameters } from '../blocks/parameters.ts';
import { withoutHeatMapNetwork } from '../heat-map-network/constants.ts';
import { faceMasks } from '../heat-map-network/masks.ts';
import { inputOf, networkOf, type ForwardStep } from '../translation/step-tensors.ts';
import type { StylePart, Translation } from '../translation/translation.ts';
import type { StarganV2Architecture } from './architecture.ts';
import { styleOf, type Guide } from './conditioning.ts';
import { decodeImage, encodedImageShapes, encodeImage } from './generator.ts';

const guideFrom: Readonly<Record<StylePart['guide'], (inputs: Parameters) => Guide>> = {
  latent: (inputs) => ({ kind: 'latent', latent: inputOf<Tensor2D>(inputs, 'latent') }),
  reference: (inputs) => ({ kind: 'reference', reference: inputOf<Tensor4D>(inputs, 'reference') }),
  none: () => ({ kind: 'label' }),
};

function stylePart(
  architecture: StarganV2Architecture,
  { networks, guide }: Omit<StylePart, 'step'>,
): StylePart {
  return {
    networks,
    guide,
    step: (state, inputs) => {
      const styleNetworks = {
        mapping_network: networkOf(state, 'mapping_network'),
        style_encoder: networkOf(state, 'style_encoder'),
      };
      const guided = { guide: guideFrom[guide](inputs), domain: inputOf<Tensor2D>(inputs, 'domain') };
      return { state, outputs: { style: styleOf(styleNetworks, guided, architecture) } };
    },
  };
}

function styleParts(architecture: StarganV2Architecture): Translation['styles'] {
  const mapped = (guide: StylePart['guide']): Partial<Record<Mode, StylePart>> => ({
    latent: stylePart(architecture, { networks: ['mapping_network'], guide }),
  });
  switch (architecture.conditioning) {
    case 'style-code':
      return {
        ...mapped('latent'),
        reference: stylePart(architecture, { networks: ['style_encoder'], guide: 'reference' }),
      };
    case 'latent-code':
      return mapped('latent');
    case 'label':
      return mapped('none');
    default:
      return architecture.conditioning satisfies never;
  }
}

const FEATURES = 'features';
const skipName = (resolution: number): string => `skip${resolution}`;

/** What `encodeImage` gives, or its shapes, as one flat record. */
function flat<T>({
  features,
  skips,
}: {
  features: T;
  skips: ReadonlyMap<number, T>;
}): Readonly<Record<string, T>> {
  const entries = [...skips].map(([resolution, skip]) => [skipName(resolution), skip] as const);
  return { [FEATURES]: features, ...Object.fromEntries(entries) };
}

function encodeStep(architecture: StarganV2Architecture): ForwardStep {
  return (given, inputs) => {
    const { state, heatMapNetwork } = withoutHeatMapNetwork(given);
    if (architecture.highPassWeight > 0 && !heatMapNetwork)
      throw new RangeError('highPassWeight above 0 needs the heat-map network to translate');
    const image = inputOf<Tensor4D>(inputs, 'image');
    const masks = heatMapNetwork && { masks: faceMasks(heatMapNetwork, image) };
    const encoded = encodeImage(networkOf(state, 'generator'), { image, ...masks }, architecture);
    return { state, outputs: { ...flat<Tensor>(encoded) } };
  };
}

function decodeStep(architecture: StarganV2Architecture): ForwardStep {
  const resolutions = [...encodedImageShapes(architecture, 1).skips.keys()];
  return (given, inputs) => {
    const { state } = withoutHeatMapNetwork(given);
    const skips = resolutions.map((at) => [at, inputOf<Tensor4D>(inputs, skipName(at))] as const);
    const encoded = { features: inputOf<Tensor4D>(inputs, FEATURES), skips: new Map(skips) };
    const style = inputOf<Tensor2D>(inputs, 'style');
    return {
      state,
      outputs: { image: decodeImage(networkOf(state, 'generator'), { encoded, style }, architecture) },
    };
  };
}

export function starganV2Translation(architecture: StarganV2Architecture): Translation {
  return {
    encode: { networks: ['generator'], takesDomain: false, step: encodeStep(architecture) },
    styles: styleParts(architecture),
    decode: { networks: ['generator'], step: decodeStep(architecture) },
    encodedShapes: (count): ParameterShapes => flat(encodedImageShapes(architecture, count)),
    styleSize: architecture.styleDimension,
  };
}
