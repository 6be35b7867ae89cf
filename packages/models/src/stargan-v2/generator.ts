// The generator G: an image and a style code to an image, in one hourglass. Paper section 2.1 and Table 6.
import * as tf from '@tensorflow/tfjs-core';
import { leakyRelu, resizeBilinear } from '@starlab/engine/ops';
import type { StarganV2Architecture } from './architecture.ts';
import { adainResidualBlock, adainResidualBlockShapes } from './adain-residual-block.ts';
import { affineInstanceNorm, affineInstanceNormShapes } from '../blocks/affine-instance-norm.ts';
import { convolution, convolutionShapes } from '../blocks/convolution.ts';
import { highPass } from './high-pass.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { residualBlock, residualBlockShapes } from '../blocks/residual-block.ts';
import { generatorLayout } from './generator-layout.ts';

/** Where the high-pass skips act, each [N, 1, H, W] in [0, 1] of any size. */
export interface Masks {
  readonly at32: tf.Tensor4D;
  /** For the skips at 64 and at 128 px. */
  readonly at64And128: tf.Tensor4D;
}

export interface EncoderInput {
  readonly image: tf.Tensor4D; // [N, 3, S, S] in [−1, 1]
  /** Only with highPassWeight > 0; without them no skip acts. */
  readonly masks?: Masks;
}

export interface GeneratorInput extends EncoderInput {
  readonly style: tf.Tensor2D; // [N, styleDimension]
}

/** What all translations of an image have in common: everything before the first AdaIN. */
export interface EncodedImage {
  readonly features: tf.Tensor4D; // [N, C, 16, 16]; [N, C, 8, 8] with highPassWeight > 0
  /** What the high-pass skips add to the decoder's features, by resolution; none without masks. */
  readonly skips: ReadonlyMap<number, tf.Tensor4D>;
}

/**
 * Shapes of the trained parameters. The published state dict also lists `hpf.filter` [3, 3], a constant, when
 * highPassWeight > 0; it is no parameter here.
 */
export function generatorShapes(architecture: StarganV2Architecture): ParameterShapes {
  const { baseWidth } = architecture;
  const { encode, decode } = generatorLayout(architecture);
  return Object.assign(
    named('from_rgb', convolutionShapes({ inChannels: 3, outChannels: baseWidth, size: 3 })),
    ...encode.map((block, index) => named(`encode.${index}`, residualBlockShapes(block))),
    ...decode.map((block, index) => named(`decode.${index}`, adainResidualBlockShapes(block))),
    named('to_rgb.0', affineInstanceNormShapes(baseWidth)),
    named('to_rgb.2', convolutionShapes({ inChannels: baseWidth, outChannels: 3, size: 1 })),
  );
}

/** The resolutions, px, at which encoder features may skip to the decoder, and the mask that gates each. */
const masksByResolution: ReadonlyMap<number, keyof Masks> = new Map([
  [32, 'at32'],
  [64, 'at64And128'],
  [128, 'at64And128'],
]);

/** Shapes of what `encodeImage` gives for `count` images with masks. */
export function encodedImageShapes(
  architecture: StarganV2Architecture,
  count: number,
): { features: readonly number[]; skips: ReadonlyMap<number, readonly number[]> } {
  const { encode } = generatorLayout(architecture);
  const skips = new Map<number, readonly number[]>();
  let shape = [count, architecture.baseWidth, architecture.imageSize, architecture.imageSize];
  for (const { downsample, outChannels } of encode) {
    const resolution = shape[2] ?? 0;
    if (architecture.highPassWeight > 0 && masksByResolution.has(resolution)) skips.set(resolution, shape);
    const side = downsample ? resolution / 2 : resolution;
    shape = [count, outChannels, side, side];
  }
  return { features: shape, skips };
}

/** The high-pass part of the encoder's features `x`, where the mask of their resolution lets it through. */
function skipOf(x: tf.Tensor4D, masks: Masks, highPassWeight: number): tf.Tensor4D | undefined {
  const resolution = x.shape[2];
  const maskName = masksByResolution.get(resolution);
  if (!maskName) return undefined;
  const mask = resizeBilinear(masks[maskName], [resolution, resolution]);
  return highPass(tf.mul(mask, x), highPassWeight);
}

/** The generator's encoder, which knows of no style. */
export function encodeImage(
  parameters: Parameters,
  { image, masks }: EncoderInput,
  architecture: StarganV2Architecture,
): EncodedImage {
  const skips = new Map<number, tf.Tensor4D>();
  let x = convolution(within(parameters, 'from_rgb'), image, 1);
  for (const [index, block] of generatorLayout(architecture).encode.entries()) {
    const skip = masks && skipOf(x, masks, architecture.highPassWeight);
    if (skip) skips.set(x.shape[2], skip);
    x = residualBlock(within(parameters, `encode.${index}`), x, block);
  }
  return { features: x, skips };
}

/** The generator's decoder: the translation of an encoded image in `style`, [N, 3, S, S]; near [−1, 1] but not bounded. */
export function decodeImage(
  parameters: Parameters,
  { encoded, style }: { readonly encoded: EncodedImage; readonly style: tf.Tensor2D },
  architecture: StarganV2Architecture,
): tf.Tensor4D {
  let x = encoded.features;
  for (const [index, block] of generatorLayout(architecture).decode.entries()) {
    x = adainResidualBlock(within(parameters, `decode.${index}`), { x, style }, block);
    const skip = encoded.skips.get(x.shape[2]);
    if (skip) x = tf.add(x, skip);
  }
  x = leakyRelu(affineInstanceNorm(within(parameters, 'to_rgb.0'), x));
  return convolution(within(parameters, 'to_rgb.2'), x, 0);
}

/** The translation of `image` in `style`, [N, 3, S, S]; near [−1, 1] but not bounded. */
export function generate(
  parameters: Parameters,
  { style, ...source }: GeneratorInput,
  architecture: StarganV2Architecture,
): tf.Tensor4D {
  const encoded = encodeImage(parameters, source, architecture);
  return decodeImage(parameters, { encoded, style }, architecture);
}
