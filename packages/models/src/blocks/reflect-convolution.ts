// A convolution whose border continues the image mirrored, as MUNIT and DRIT have it throughout, instead of with zeros.
import type * as tf from '@tensorflow/tfjs-core';
import { conv2d, reflectPad2d } from '@starlab/engine/ops';
import { parameter, type Parameters } from './parameters.ts';

export interface ReflectConvolving {
  /** Mirrored rows and columns on every side, px. */
  readonly padding: number;
  /** Default 1. */
  readonly stride?: number;
}

/** `x` [N, C, H, W] to [N, out, floor((H + 2·padding − size) / stride) + 1, …]; always with a bias. */
export function reflectConvolution(
  parameters: Parameters,
  x: tf.Tensor4D,
  { padding, stride = 1 }: ReflectConvolving,
): tf.Tensor4D {
  const weight = parameter(parameters, 'weight', 4);
  return conv2d(reflectPad2d(x, padding), weight, { bias: parameter(parameters, 'bias', 1), stride });
}
