// Instance normalisation (Ulyanov et al. 2016) without affine parameters: every channel of every sample is shifted and scaled
// to mean 0 and variance 1 over its positions. The kernel also returns 1/deviation, from which the gradient is written in
// plain differentiable operations; so the second derivative exists too. The gradient computes the outputs again from x, since
// tfjs hides saved outputs from second derivatives; in a traced graph the two are one node.
import {
  add,
  mean,
  moments,
  mul,
  neg,
  rsqrt,
  square,
  sub,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { defineOperation, firstOutput } from './kernel.ts';

export const INSTANCE_NORM = 'StarlabInstanceNorm';
export const INSTANCE_NORM_EPSILON = 1e-5;

const POSITIONS = [2, 3];

/**
 * With y the output, r = 1/deviation and means over the m positions:
 * through y: r·(dy − mean(dy) − y·mean(dy·y));  through r: −dr·r²·y/m.
 */
function instanceNormGradient(dys: Tensor[], x: Tensor4D): Tensor {
  const [dy, dr] = dys as [Tensor4D, Tensor4D];
  const [y, r] = runInstanceNorm({ x }, {}) as [Tensor4D, Tensor4D];
  const centred = sub(dy, mean(dy, POSITIONS, true));
  const throughY = mul(r, sub(centred, mul(y, mean(mul(dy, y), POSITIONS, true))));
  const throughR = mul(mul(neg(dr), square(r)), mul(y, 1 / (x.shape[2] * x.shape[3])));
  return add(throughY, throughR);
}

const runInstanceNorm = defineOperation<Record<string, never>>({
  name: INSTANCE_NORM,
  compose: (inputs) => {
    const x = inputs['x'] as Tensor4D;
    const { mean: average, variance } = moments(x, POSITIONS, true);
    const inverseDeviation = rsqrt(add(variance, INSTANCE_NORM_EPSILON));
    return [mul(sub(x, average), inverseDeviation), inverseDeviation];
  },
  saveInputs: ['x'],
  gradient: (dys, [x]) => ({ x: () => instanceNormGradient(dys, x as Tensor4D) }),
});

/** `(x − mean) / sqrt(variance + 1e-5)` over H and W (biased variance), `[N, C, H, W]` to the same. */
export function instanceNorm(x: Tensor4D): Tensor4D {
  return firstOutput(runInstanceNorm({ x }, {})) as Tensor4D;
}
