// A convolution with its weight [out, in, k, k] and, unless the layer has none, its bias [out].
import type * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '@starlab/engine/ops';
import { parameter, type ParameterShapes, type Parameters } from './parameters.ts';

export interface ConvolutionLayer {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Height and width of the kernel, px. */
  readonly size: number;
  /** The 1x1 shortcuts have no bias; everything else has one. */
  readonly bias?: boolean;
}

export function convolutionShapes(layer: ConvolutionLayer): ParameterShapes {
  const { inChannels, outChannels, size, bias = true } = layer;
  const weight = [outChannels, inChannels, size, size];
  return bias ? { weight, bias: [outChannels] } : { weight };
}

/** `x` [N, C, H, W] convolved with stride 1 and zeros around it. */
export function convolution(parameters: Parameters, x: tf.Tensor4D, padding: number): tf.Tensor4D {
  const weight = parameter(parameters, 'weight', 4);
  return 'bias' in parameters
    ? conv2d(x, weight, { bias: parameter(parameters, 'bias', 1), padding })
    : conv2d(x, weight, { padding });
}
