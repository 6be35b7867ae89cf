// The content encoder of both domains, enc_c: layers of their own, then a residual block that they share, so that contents of
// the two come to lie in one space.
import * as tf from '@tensorflow/tfjs-core';
import { leakyRelu } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { contentChannels, dritDomains, type DritArchitecture, type DritDomain } from './architecture.ts';
import { convolve, normalisedConvolution, residualBlock, residualBlockShapes } from './layers.ts';

const SLOPE = 0.01;
/** Places of the domain's own residual blocks. */
const RESIDUAL_BLOCKS = [3, 4, 5];

export function dritContentEncoderShapes(architecture: DritArchitecture): ParameterShapes {
  const { width } = architecture;
  const residual = residualBlockShapes(contentChannels(architecture));
  const convolution = (inChannels: number, outChannels: number, size: number): ParameterShapes =>
    named('model.1', convolutionShapes({ inChannels, outChannels, size }));
  const own: ParameterShapes = Object.assign(
    named('0', convolution(3, width, 7)),
    named('1', convolution(width, 2 * width, 3)),
    named('2', convolution(2 * width, 4 * width, 3)),
    ...RESIDUAL_BLOCKS.map((place) => named(`${place}`, residual)),
  );
  return Object.assign(
    named('conv_share.0', residual),
    ...dritDomains.map((domain) => named(`conv${domain}`, own)),
  ) as ParameterShapes;
}

export interface ContentInput {
  readonly domain: DritDomain;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  /** Standard normal, of the code's shape; added in training only. */
  readonly noise?: tf.Tensor4D;
}

/** The content code [N, 4·width, S/4, S/4] of `image`. */
export function dritContent(parameters: Parameters, { domain, image, noise }: ContentInput): tf.Tensor4D {
  const own = within(parameters, `conv${domain}`);
  const convolution = (place: number): Parameters => within(own, `${place}.model.1`);
  let x = leakyRelu(convolve(convolution(0), image, { padding: 3 }), SLOPE);
  x = normalisedConvolution(convolution(1), x, { padding: 1, stride: 2 });
  x = normalisedConvolution(convolution(2), x, { padding: 1, stride: 2 });
  for (const place of RESIDUAL_BLOCKS) x = residualBlock(within(own, `${place}`), x);
  x = residualBlock(within(parameters, 'conv_share.0'), x);
  return noise ? tf.add(x, noise) : x;
}
