// The pre-activation residual block of the generator's encoder (normalised), the style encoder and the discriminator.
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2 } from '@starlab/engine/ops';
import { affineInstanceNorm, affineInstanceNormShapes } from './affine-instance-norm.ts';
import { convolutionShapes } from './convolution.ts';
import { plainEvaluation, type Evaluation } from './evaluation.ts';
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

/** A block, and how it evaluates its layers: plainly unless said otherwise. */
type EvaluatedBlock = ResidualBlock & { readonly evaluation?: Evaluation };

function shortcut(parameters: Parameters, x: tf.Tensor4D, block: EvaluatedBlock): tf.Tensor4D {
  const { inChannels, outChannels, downsample: halve, evaluation = plainEvaluation } = block;
  if (inChannels !== outChannels)
    return evaluation.convolve(within(parameters, 'conv1x1'), x, { padding: 0, halve });
  return halve ? averagePool2(x) : x;
}

function residual(parameters: Parameters, x: tf.Tensor4D, block: EvaluatedBlock): tf.Tensor4D {
  const { normalize, downsample: halve, evaluation = plainEvaluation } = block;
  const { convolve, activate } = evaluation;
  const normalized = (name: string, y: tf.Tensor4D): tf.Tensor4D =>
    normalize ? affineInstanceNorm(within(parameters, name), y) : y;
  const first = activate(normalized('norm1', x));
  const middle = convolve(within(parameters, 'conv1'), first, { padding: 1, halve });
  const second = activate(normalized('norm2', middle));
  return convolve(within(parameters, 'conv2'), second, { padding: 1 });
}

/** `x` [N, in, H, W] to [N, out, H, W], or [N, out, H/2, W/2] when the block downsamples; unit variance is kept. */
export function residualBlock(parameters: Parameters, x: tf.Tensor4D, block: EvaluatedBlock): tf.Tensor4D {
  return tf.mul(tf.add(shortcut(parameters, x, block), residual(parameters, x, block)), Math.SQRT1_2);
}
