// DRIT's discriminators: of each domain one for translations in an encoded attribute (disA, disB) and one for those in a random
// attribute (disA2, disB2), all alike; and disContent, which tells from a content code which domain it comes from.
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, leakyRelu } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import {
  discriminateScales,
  multiScaleDiscriminatorShapes,
  type MultiScaleDiscriminator,
} from '../blocks/multi-scale-discriminator.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { reflectConvolution } from '../blocks/reflect-convolution.ts';
import { contentChannels, contentHalving, contentLast, type DritArchitecture } from './architecture.ts';

const SLOPE = 0.01;

const multiScale = (architecture: DritArchitecture): MultiScaleDiscriminator => ({
  width: architecture.discriminatorWidth,
  layers: 4,
  scales: architecture.discriminatorScales,
  slope: SLOPE,
  names: { scales: 'Diss', convolution: 'model.1' },
});

export const dritDiscriminatorShapes = (architecture: DritArchitecture): ParameterShapes =>
  multiScaleDiscriminatorShapes(multiScale(architecture));

/** One map of logits [N, 1, s, s] per scale. */
export const dritDiscriminate = (
  parameters: Parameters,
  image: tf.Tensor4D,
  architecture: DritArchitecture,
): tf.Tensor4D[] => discriminateScales(parameters, image, multiScale(architecture));

/** The content discriminator's convolutions, all of the content's width. */
const contentLayers = ({ contentDiscriminatorHalvings }: DritArchitecture) => [
  ...Array.from({ length: contentDiscriminatorHalvings }, () => contentHalving),
  contentLast,
];

export function dritContentDiscriminatorShapes(architecture: DritArchitecture): ParameterShapes {
  const channels = contentChannels(architecture);
  const convolutions = contentLayers(architecture);
  const layers = convolutions.map(({ size }, index) =>
    named(`model.${index}.model.1`, convolutionShapes({ inChannels: channels, outChannels: channels, size })),
  );
  const head = convolutionShapes({ inChannels: channels, outChannels: 1, size: 1 });
  return Object.assign({}, ...layers, named(`model.${convolutions.length}`, head)) as ParameterShapes;
}

/**
 * Logits of "from domain B", [N·positions]. With the authors' three halvings `content` needs at least 53 positions a side, one logit
 * a sample up to 60.
 */
export function dritDiscriminateContent(
  parameters: Parameters,
  content: tf.Tensor4D,
  architecture: DritArchitecture,
): tf.Tensor1D {
  const convolutions = contentLayers(architecture);
  let x = content;
  convolutions.forEach(({ padding, stride }, index) => {
    const convolution = within(parameters, `model.${index}.model.1`);
    x = leakyRelu(reflectConvolution(convolution, x, { padding, stride }), SLOPE);
  });
  const head = within(parameters, `model.${convolutions.length}`);
  const logits = conv2d(x, parameter(head, 'weight', 4), { bias: parameter(head, 'bias', 1) });
  return tf.reshape(logits, [logits.size]);
}
