// Averaging 2×2 pooling and nearest-neighbour ×2 upsampling: up to a factor 4 each is the adjoint of the other, so each is
// the other's gradient and the pair is closed under differentiation.
import {
  mean,
  mul,
  reshape,
  tile,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { defineOperation, firstOutput } from './kernel.ts';

export const AVERAGE_POOL2 = 'StarlabAveragePool2';
export const UPSAMPLE2 = 'StarlabUpsample2';

type NoAttributes = Record<string, never>;

function shape4d(inputs: NamedTensorMap): { x: Tensor; shape: Tensor4D['shape'] } {
  const x = inputs['x'];
  if (!x || x.rank !== 4) throw new Error(`Resampling kernel without its rank-4 input.`);
  return { x, shape: x.shape as Tensor4D['shape'] };
}

const runAveragePool2 = defineOperation<NoAttributes>({
  name: AVERAGE_POOL2,
  compose: (inputs) => {
    const { x, shape } = shape4d(inputs);
    const [n, c, h, w] = shape;
    return mean(reshape(x, [n, c, h / 2, 2, w / 2, 2]), [3, 5]);
  },
  gradient: ([dy]) => ({ x: () => mul(upsample2(dy as Tensor4D), 1 / 4) }),
});

const runUpsample2 = defineOperation<NoAttributes>({
  name: UPSAMPLE2,
  compose: (inputs) => {
    const { x, shape } = shape4d(inputs);
    const [n, c, h, w] = shape;
    return reshape(tile(reshape(x, [n, c, h, 1, w, 1]), [1, 1, 1, 2, 1, 2]), [n, c, 2 * h, 2 * w]);
  },
  gradient: ([dy]) => ({ x: () => mul(averagePool2(dy as Tensor4D), 4) }),
});

/** Means of 2×2 blocks: `[N, C, H, W]` to `[N, C, H/2, W/2]`. Throws when H or W is odd. */
export function averagePool2(x: Tensor4D): Tensor4D {
  if (x.shape[2] % 2 !== 0 || x.shape[3] % 2 !== 0)
    throw new Error(`averagePool2: height and width must be even, given [${x.shape.join(', ')}].`);
  return firstOutput(runAveragePool2({ x }, {})) as Tensor4D;
}

/** Every pixel becomes a 2×2 block: `[N, C, H, W]` to `[N, C, 2H, 2W]`. */
export function upsample2(x: Tensor4D): Tensor4D {
  return firstOutput(runUpsample2({ x }, {})) as Tensor4D;
}
