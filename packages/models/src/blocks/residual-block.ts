// The pre-activation residual block of the generator's encoder (normalised), the style encoder and the discriminator.
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2, leakyRelu } from '@starlab/engine/ops';
import { affineInstanceNorm, affineInstanceNormShapes } from './affine-instance-norm.ts';
import { convolution, convolutionShapes } from './convolution.ts';
import { named, within, type ParameterShapes, type Parameters } from './parameters.ts';

export interface ResidualBlock {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly normalize: boolean;
  readonly downsample: boolean;
}

export function residualBlockShapes(block: ResidualBlock): ParameterShapes {
  const { inChannels, outChannels } = block;
  return {
    ...named('conv1', convolutionShapes({ inChannels, outChannels: inChannels, size: 3 })),
    ...named('conv2', convolutionShapes({ inChannels, outChannels, size: 3 })),
    ...(block.normalize && {
      ...named('norm1', affineInstanceNormShapes(inChannels)),
      ...named('norm2', affineInstanceNormShapes(inChannels)),
    }),
    ...(inChannels !== outChannels &&
      named('conv1x1', convolutionShapes({ inChannels, outChannels, size: 1, bias: false }))),
  };
}

function shortcut(parameters: Parameters, x: tf.Tensor4D, block: ResidualBlock): tf.Tensor4D {
  const matched =
    block.inChannels === block.outChannels ? x : convolution(within(parameters, 'conv1x1'), x, 0);
  return block.downsample ? averagePool2(matched) : matched;
}

function residual(parameters: Parameters, x: tf.Tensor4D, block: ResidualBlock): tf.Tensor4D {
  const activate = (name: string, y: tf.Tensor4D): tf.Tensor4D =>
    leakyRelu(block.normalize ? affineInstanceNorm(within(parameters, name), y) : y);
  const first = convolution(within(parameters, 'conv1'), activate('norm1', x), 1);
  const halved = block.downsample ? averagePool2(first) : first;
  return convolution(within(parameters, 'conv2'), activate('norm2', halved), 1);
}

/** `x` [N, in, H, W] to [N, out, H, W], or [N, out, H/2, W/2] when the block downsamples; unit variance is kept. */
export function residualBlock(parameters: Parameters, x: tf.Tensor4D, block: ResidualBlock): tf.Tensor4D {
  return tf.mul(tf.add(shortcut(parameters, x, block), residual(parameters, x, block)), Math.SQRT1_2);
}
