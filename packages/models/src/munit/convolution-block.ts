// MUNIT's building blocks: reflection-padded convolution, then a normalisation, then an activation; and two of them as a
// residual block.
import * as tf from '@tensorflow/tfjs-core';
import { convolutionShapes, type ConvolutionLayer } from '../blocks/convolution.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { reflectConvolution, type ReflectConvolving } from '../blocks/reflect-convolution.ts';

type PlaneMap = (x: tf.Tensor4D) => tf.Tensor4D;

export interface ConvolutionBlock extends ReflectConvolving {
  readonly normalise?: PlaneMap;
  readonly activate?: PlaneMap;
}

export const convolutionBlockShapes = (layer: ConvolutionLayer): ParameterShapes =>
  named('conv', convolutionShapes(layer));

/** `x` [N, in, H, W] to [N, out, H / stride, W / stride]. */
export function convolutionBlock(
  parameters: Parameters,
  x: tf.Tensor4D,
  { normalise, activate, ...convolving }: ConvolutionBlock,
): tf.Tensor4D {
  const y = reflectConvolution(within(parameters, 'conv'), x, convolving);
  const normalised = normalise ? normalise(y) : y;
  return activate ? activate(normalised) : normalised;
}

export function residualBlockShapes(channels: number): ParameterShapes {
  const block = convolutionBlockShapes({ inChannels: channels, outChannels: channels, size: 3 });
  return { ...named('model.0', block), ...named('model.1', block) };
}

/** `x` [N, C, H, W] plus two 3×3 blocks of it, with a ReLU between them; `normalise` is given the layer's number, 0 or 1. */
export function residualBlock(
  parameters: Parameters,
  x: tf.Tensor4D,
  normalise: (y: tf.Tensor4D, layer: 0 | 1) => tf.Tensor4D,
): tf.Tensor4D {
  const first = convolutionBlock(within(parameters, 'model.0'), x, {
    padding: 1,
    normalise: (y) => normalise(y, 0),
    activate: tf.relu,
  });
  const second = convolutionBlock(within(parameters, 'model.1'), first, {
    padding: 1,
    normalise: (y) => normalise(y, 1),
  });
  return tf.add(x, second);
}
