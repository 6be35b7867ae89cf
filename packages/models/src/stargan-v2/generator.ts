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

export interface GeneratorInput {
  readonly image: tf.Tensor4D; // [N, 3, S, S] in [−1, 1]
  readonly style: tf.Tensor2D; // [N, styleDimension]
  /** Only with highPassWeight > 0; without them no skip acts. */
  readonly masks?: Masks;
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

interface Skips {
  readonly masks: Masks;
  readonly highPassWeight: number;
  /** Encoder features by resolution. */
  readonly features: Map<number, tf.Tensor4D>;
}

/** Adds the high-pass part of the encoder's features at this resolution, where the mask lets it. */
function addSkip(x: tf.Tensor4D, { masks, highPassWeight, features }: Skips): tf.Tensor4D {
  const resolution = x.shape[2];
  const maskName = masksByResolution.get(resolution);
  const encoded = features.get(resolution);
  if (!maskName || !encoded) return x;
  const mask = resizeBilinear(masks[maskName], [resolution, resolution]);
  return tf.add(x, highPass(tf.mul(mask, encoded), highPassWeight));
}

/** The translation of `image` in `style`, [N, 3, S, S]; near [−1, 1] but not bounded. */
export function generate(
  parameters: Parameters,
  { image, style, masks }: GeneratorInput,
  architecture: StarganV2Architecture,
): tf.Tensor4D {
  const { encode, decode } = generatorLayout(architecture);
  const { highPassWeight } = architecture;
  const skips = masks && { masks, highPassWeight, features: new Map<number, tf.Tensor4D>() };

  let x = convolution(within(parameters, 'from_rgb'), image, 1);
  for (const [index, block] of encode.entries()) {
    if (masksByResolution.has(x.shape[2])) skips?.features.set(x.shape[2], x);
    x = residualBlock(within(parameters, `encode.${index}`), x, block);
  }
  for (const [index, block] of decode.entries()) {
    x = adainResidualBlock(within(parameters, `decode.${index}`), { x, style }, block);
    if (skips) x = addSkip(x, skips);
  }
  x = leakyRelu(affineInstanceNorm(within(parameters, 'to_rgb.0'), x));
  return convolution(within(parameters, 'to_rgb.2'), x, 0);
}
