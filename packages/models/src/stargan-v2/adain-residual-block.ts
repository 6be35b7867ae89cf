// The decoder's residual block, whose normalisations take their scale and offset from the style.
import * as tf from '@tensorflow/tfjs-core';
import { leakyRelu, upsample2 } from '@starlab/engine/ops';
import { adain, adainShapes } from '../blocks/adain.ts';
import { convolution, convolutionShapes } from '../blocks/convolution.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';

export interface AdainResidualBlock {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly upsample: boolean;
  readonly styleDimension: number;
  /** False when w_hpf > 0: the high-pass skip takes the shortcut's place, yet conv1x1 stays in the state dict. */
  readonly skip: boolean;
}

export function adainResidualBlockShapes(block: AdainResidualBlock): ParameterShapes {
  const { inChannels, outChannels, styleDimension } = block;
  return {
    ...named('conv1', convolutionShapes({ inChannels, outChannels, size: 3 })),
    ...named('conv2', convolutionShapes({ inChannels: outChannels, outChannels, size: 3 })),
    ...named('norm1', adainShapes(styleDimension, inChannels)),
    ...named('norm2', adainShapes(styleDimension, outChannels)),
    ...(inChannels !== outChannels &&
      named('conv1x1', convolutionShapes({ inChannels, outChannels, size: 1, bias: false }))),
  };
}

interface Input {
  readonly x: tf.Tensor4D; // [N, in, H, W]
  readonly style: tf.Tensor2D; // [N, styleDimension]
}

function shortcut(parameters: Parameters, x: tf.Tensor4D, block: AdainResidualBlock): tf.Tensor4D {
  const resized = block.upsample ? upsample2(x) : x;
  return block.inChannels === block.outChannels
    ? resized
    : convolution(within(parameters, 'conv1x1'), resized, 0);
}

function residual(parameters: Parameters, { x, style }: Input, block: AdainResidualBlock): tf.Tensor4D {
  const first = leakyRelu(adain(within(parameters, 'norm1'), x, style));
  const resized = block.upsample ? upsample2(first) : first;
  const middle = convolution(within(parameters, 'conv1'), resized, 1);
  const second = leakyRelu(adain(within(parameters, 'norm2'), middle, style));
  return convolution(within(parameters, 'conv2'), second, 1);
}

/** [N, in, H, W] to [N, out, H, W], or [N, out, 2H, 2W] when the block upsamples. */
export function adainResidualBlock(
  parameters: Parameters,
  input: Input,
  block: AdainResidualBlock,
): tf.Tensor4D {
  const deep = residual(parameters, input, block);
  return block.skip ? tf.mul(tf.add(deep, shortcut(parameters, input.x, block)), Math.SQRT1_2) : deep;
}
