// The auto-encoder of one domain, which state dicts call gen_a or gen_b: both encoders, the decoder and AdaIN's network.
// Translating means decoding with the other domain's decoder.
import type * as tf from '@tensorflow/tfjs-core';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { MunitArchitecture } from './architecture.ts';
import { contentEncoderShapes, encodeContent } from './content-encoder.ts';
import { adainNetworkShapes, adainParameters, decode, decoderShapes } from './decoder.ts';
import { encodeStyle, styleEncoderShapes } from './style-encoder.ts';

/** The parts of a generator, in state-dict order. */
export const generatorParts = ['enc_style', 'enc_content', 'dec', 'mlp'] as const;

export function munitGeneratorShapes(architecture: MunitArchitecture): ParameterShapes {
  return {
    ...named('enc_style', styleEncoderShapes(architecture)),
    ...named('enc_content', contentEncoderShapes(architecture)),
    ...named('dec', decoderShapes(architecture)),
    ...named('mlp', adainNetworkShapes(architecture)),
  };
}

export interface MunitCode {
  readonly content: tf.Tensor4D; // [N, contentChannels, S/2^d, S/2^d]
  readonly style: tf.Tensor2D; // [N, styleDimension]
}

/** `image` [N, 3, S, S] taken apart by its domain's generator. */
export function munitEncode(
  generator: Parameters,
  image: tf.Tensor4D,
  architecture: MunitArchitecture,
): MunitCode {
  return {
    content: encodeContent(within(generator, 'enc_content'), image, architecture),
    style: encodeStyle(within(generator, 'enc_style'), image),
  };
}

/** A content in a style of the generator's domain: [N, 3, S, S]. */
export function munitDecode(
  generator: Parameters,
  { content, style }: MunitCode,
  architecture: MunitArchitecture,
): tf.Tensor4D {
  const adain = adainParameters(within(generator, 'mlp'), style);
  return decode(within(generator, 'dec'), { content, adain }, architecture);
}
