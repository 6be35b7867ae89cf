// Pooling with any window, for feature networks (AlexNet, Inception-v3): inference only.
import {
  avgPool,
  div,
  maxPool,
  onesLike,
  pad,
  transpose,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
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

const runAveragePool2d = defineOperation<PoolWindow>({
  name: AVERAGE_POOL2D,
  compose: (inputs, window): Tensor => {
    const x = input(inputs);
    const averages = poolPadded(x, window, { pool: avgPool, fill: 0 });
    if (window.countPadding) return averages;
    return div(averages, poolPadded(onesLike(x), window, { pool: avgPool, fill: 0 }));
  },
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

/** Means over windows; `countPadding` (default true) divides by the whole window also at the border. Inference only. */
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
