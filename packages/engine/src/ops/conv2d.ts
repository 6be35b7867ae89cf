// Two-dimensional convolution (cross-correlation, as in every framework) on NCHW with OIHW weights. With its input gradient
// and its weight gradient it forms a family closed under differentiation, which R1 needs and tfjs's own convolution is not.
import {
  add,
  reshape,
  sum,
  type NamedTensorMap,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { composeConv2d, composeInputGradient, composeWeightGradient } from './conv2d-composition.ts';
import { convGeometry, type ConvGeometry, type Pair } from './conv-geometry.ts';
import { defineOperation, firstOutput } from './kernel.ts';

export const CONV2D = 'StarlabConv2d';
export const CONV2D_INPUT_GRADIENT = 'StarlabConv2dInputGradient';
export const CONV2D_WEIGHT_GRADIENT = 'StarlabConv2dWeightGradient';

type Kernel = (inputs: NamedTensorMap, geometry: ConvGeometry) => Tensor;
const kernel =
  (run: (inputs: NamedTensorMap, geometry: ConvGeometry) => Tensor[]): Kernel =>
  (inputs, geometry) =>
    firstOutput(run(inputs, geometry));

const runConv2d: Kernel = kernel(
  defineOperation<ConvGeometry>({
    name: CONV2D,
    compose: composeConv2d,
    saveInputs: ['x', 'weight'],
    gradient: ([dy], [x, weight], geometry) => ({
      x: () => runInputGradient({ dy, weight } as NamedTensorMap, geometry),
      weight: () => runWeightGradient({ x, dy } as NamedTensorMap, geometry),
      bias: () => sum(dy as Tensor, [0, 2, 3]),
    }),
  }),
);

// The map dy -> dx is linear in dy and in the weight, and its adjoint in dy is the convolution itself.
const runInputGradient: Kernel = kernel(
  defineOperation<ConvGeometry>({
    name: CONV2D_INPUT_GRADIENT,
    compose: composeInputGradient,
    saveInputs: ['dy', 'weight'],
    gradient: ([ddx], [dy, weight], geometry) => ({
      dy: () => runConv2d({ x: ddx, weight } as NamedTensorMap, geometry),
      weight: () => runWeightGradient({ x: ddx, dy } as NamedTensorMap, geometry),
    }),
  }),
);

const runWeightGradient: Kernel = kernel(
  defineOperation<ConvGeometry>({
    name: CONV2D_WEIGHT_GRADIENT,
    compose: composeWeightGradient,
    saveInputs: ['x', 'dy'],
    gradient: ([ddw], [x, dy], geometry) => ({
      x: () => runInputGradient({ dy, weight: ddw } as NamedTensorMap, geometry),
      dy: () => runConv2d({ x, weight: ddw } as NamedTensorMap, geometry),
    }),
  }),
);

export interface Conv2dOptions {
  /** `[O]`, added to every position. */
  readonly bias?: Tensor1D;
  /** One number, or `[vertical, horizontal]`; default 1. */
  readonly stride?: number | readonly [number, number];
  /** Zeros on both sides: one number, or `[vertical, horizontal]`; default 0. */
  readonly padding?: number | readonly [number, number];
}

const pair = (value: number | readonly [number, number]): Pair =>
  typeof value === 'number' ? [value, value] : [value[0], value[1]];

/**
 * Convolution of `x` `[N, C, H, W]` with `weight` `[O, C, kh, kw]`, giving
 * `[N, O, floor((H + 2·vertical − kh) / stride) + 1, …]`. Throws when the channels differ or the kernel does not fit.
 */
export function conv2d(x: Tensor4D, weight: Tensor4D, options: Conv2dOptions = {}): Tensor4D {
  const geometry = convGeometry({
    input: x.shape,
    weight: weight.shape,
    stride: pair(options.stride ?? 1),
    padding: pair(options.padding ?? 0),
  });
  const bias = options.bias;
  if (bias && bias.size !== weight.shape[0])
    throw new Error(`conv2d: ${bias.size} biases were given for ${weight.shape[0]} output channels.`);
  return runConv2d({ x, weight, ...(bias && { bias }) }, geometry) as Tensor4D;
}

/** The gradient of `conv2d` by its input: `dy` `[N, O, h, w]` and the weight `[O, C, kh, kw]` give `[N, C, H, W]`. */
export const conv2dInputGradient = (dy: Tensor4D, weight: Tensor4D, geometry: ConvGeometry): Tensor4D =>
  runInputGradient({ dy, weight }, geometry) as Tensor4D;

export interface ConvTranspose2dOptions {
  /** `[O]`, added to every position. */
  readonly bias?: Tensor1D;
  readonly stride: number;
  readonly padding: number;
  /** Rows and columns added below and right, which tells apart the input sizes that a strided convolution maps alike. */
  readonly outputPadding: number;
}

/**
 * Transposed convolution of `x` `[N, I, h, w]` with `weight` `[I, O, kh, kw]`, giving
 * `[N, O, (h − 1)·stride − 2·padding + kh + outputPadding, …]`: the input gradient of a convolution from O to I channels.
 * Throws when the channels differ.
 */
export function convTranspose2d(x: Tensor4D, weight: Tensor4D, options: ConvTranspose2dOptions): Tensor4D {
  const { stride, padding, outputPadding, bias } = options;
  if (x.shape[1] !== weight.shape[0])
    throw new Error(
      `convTranspose2d: input channels differ: input [${x.shape.join(', ')}], weight [${weight.shape.join(', ')}].`,
    );
  const inputSize = (axis: 0 | 1): number =>
    (x.shape[axis === 0 ? 2 : 3] - 1) * stride -
    2 * padding +
    weight.shape[axis === 0 ? 2 : 3] +
    outputPadding;
  const y = conv2dInputGradient(x, weight, {
    stride: [stride, stride],
    padding: [padding, padding],
    inputSize: [inputSize(0), inputSize(1)],
    kernelSize: [weight.shape[2], weight.shape[3]],
  });
  return bias ? add(y, reshape(bias, [1, -1, 1, 1])) : y;
}
