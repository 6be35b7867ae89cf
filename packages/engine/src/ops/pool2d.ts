// Pooling with any window. Averages can be differentiated (multi-scale discriminators shrink images with them); maxima serve
// feature networks (AlexNet, Inception-v3) and are for inference only.
import {
  avgPool,
  div,
  fill,
  maxPool,
  ones,
  pad,
  reshape,
  transpose,
  type NamedTensorMap,
  type Rank,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { conv2dInputGradient } from './conv2d.ts';
import { convOutputSize, type ConvGeometry } from './conv-geometry.ts';
import { defineOperation, firstOutput } from './kernel.ts';

export const MAX_POOL2D = 'StarlabMaxPool2d';
export const AVERAGE_POOL2D = 'StarlabAveragePool2d';

export type PoolWindow = {
  size: number;
  stride: number;
  padding: number;
  /** Averages divide by the whole window, padding included; of no effect on maxima. */
  countPadding: boolean;
};

/** `[H, W]` of the pooled image. */
export function poolOutputSize(
  shape: readonly number[],
  { size, stride, padding }: PoolWindow,
): [number, number] {
  const geometry: ConvGeometry = {
    inputSize: [shape[2] ?? 0, shape[3] ?? 0],
    kernelSize: [size, size],
    stride: [stride, stride],
    padding: [padding, padding],
  };
  return convOutputSize(geometry);
}

type PoolNhwc = (x: Tensor4D, size: number, stride: number, pad: 'valid') => Tensor4D;

function poolPadded(
  x: Tensor4D,
  window: PoolWindow,
  { pool, fill }: { pool: PoolNhwc; fill: number },
): Tensor4D {
  const border: [number, number] = [window.padding, window.padding];
  const padded = pad(x, [[0, 0], [0, 0], border, border], fill);
  return transpose(pool(transpose(padded, [0, 2, 3, 1]), window.size, window.stride, 'valid'), [0, 3, 1, 2]);
}

const input = (inputs: NamedTensorMap): Tensor4D => inputs['x'] as Tensor4D;

const runMaxPool2d = defineOperation<PoolWindow>({
  name: MAX_POOL2D,
  compose: (inputs, window) =>
    poolPadded(input(inputs), window, { pool: maxPool, fill: Number.NEGATIVE_INFINITY }),
});

/** Which share of each window lies inside `x`, [1, 1, h, w]: 1 but at the border. */
const coverage = (x: Tensor4D, window: PoolWindow): Tensor4D =>
  averagePool2d(ones([1, 1, x.shape[2], x.shape[3]]), { ...window, countPadding: true });

/** Averaging is a convolution of each plane with a box; so its gradient, in all orders, is that of the convolution. */
function averagePoolGradient(dy: Tensor4D, x: Tensor4D, window: PoolWindow): Tensor4D {
  const [n, c, h, w] = x.shape;
  const { size, stride, padding } = window;
  const weighted = window.countPadding ? dy : div<Tensor4D>(dy, coverage(x, window));
  const planes = reshape<Rank.R4>(weighted, [n * c, 1, dy.shape[2], dy.shape[3]]);
  const dx = conv2dInputGradient(planes, fill([1, 1, size, size], 1 / size ** 2), {
    inputSize: [h, w],
    kernelSize: [size, size],
    stride: [stride, stride],
    padding: [padding, padding],
  });
  return reshape(dx, x.shape);
}

const runAveragePool2d = defineOperation<PoolWindow>({
  name: AVERAGE_POOL2D,
  compose: (inputs, window): Tensor => {
    const x = input(inputs);
    const averages = poolPadded(x, window, { pool: avgPool, fill: 0 });
    if (window.countPadding) return averages;
    return div(averages, coverage(x, window));
  },
  saveInputs: ['x'],
  gradient: ([dy], [x], window) => ({
    x: () => averagePoolGradient(dy as Tensor4D, x as Tensor4D, window),
  }),
});

export interface Pool2dOptions {
  /** Side of the square window. */
  readonly size: number;
  readonly stride: number;
  /** On every side; default 0. */
  readonly padding?: number;
}

/** Maxima over windows: `[N, C, H, W]` to `[N, C, floor((H + 2·padding − size) / stride) + 1, …]`. Inference only. */
export function maxPool2d(x: Tensor4D, options: Pool2dOptions): Tensor4D {
  const window = {
    size: options.size,
    stride: options.stride,
    padding: options.padding ?? 0,
    countPadding: true,
  };
  return firstOutput(runMaxPool2d({ x }, window)) as Tensor4D;
}

/** Means over windows; `countPadding` (default true) divides by the whole window also at the border. */
export function averagePool2d(
  x: Tensor4D,
  options: Pool2dOptions & { readonly countPadding?: boolean },
): Tensor4D {
  const window = {
    size: options.size,
    stride: options.stride,
    padding: options.padding ?? 0,
    countPadding: options.countPadding ?? true,
  };
  return firstOutput(runAveragePool2d({ x }, window)) as Tensor4D;
}
