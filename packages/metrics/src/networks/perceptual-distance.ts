// The comparison of LPIPS (Zhang et al. 2018, eq. 1) on feature maps of any network: channels normalised to unit length at
// every position, squared differences weighted per channel, averaged over positions, summed over layers.
import {
  add,
  addN,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** Under the root, as StarGAN v2's LPIPS has it; the authors' own adds 1e-10 to the root. Apart only where features vanish. */
const EPSILON = 1e-10;

/** `[N, C, H, W]` with channel vectors of length 1, or 0 where all channels are 0. */
export function unitChannels(features: Tensor4D): Tensor4D {
  const lengthSquared = sum(square(features), 1, true);
  return mul(features, rsqrt(add(lengthSquared, EPSILON)));
}

/** One layer's map of unit channels, and the weight of each channel: `[1, C, 1, 1]`, or one number for all. */
export interface PerceptualLayer {
  readonly features: Tensor4D;
  readonly weight: Tensor | number;
}

/** Distances `[N]` between the images of two batches, given their layers. */
export function perceptualDistance(a: readonly PerceptualLayer[], b: readonly PerceptualLayer[]): Tensor1D {
  return addN(
    a.map(({ features, weight }, layer) => {
      const other = b[layer];
      if (!other) throw new RangeError(`${a.length} layers against ${b.length}`);
      return mean(sum(mul(square(sub(features, other.features)), weight), 1), [1, 2]);
    }),
  );
}

/**
 * The mean distance between all pairs of the K outputs of each of N sources: `[N]`. Features are `[N·K, C, H, W]`, the K
 * outputs of a source one after another. Since Σ_{i<j} |f_i − f_j|² = K·Σ_i |f_i − f̄|², no pair is ever formed.
 */
export function meanPairwiseDistance(layers: readonly PerceptualLayer[], outputs: number): Tensor1D {
  return addN(
    layers.map(({ features, weight }) => {
      const [count, channels, height, width] = features.shape;
      const grouped = reshape(features, [count / outputs, outputs, channels, height, width]);
      const deviation = square(sub(grouped, mean(grouped, 1, true)));
      const scatter = reshape(sum(deviation, 1), [count / outputs, channels, height, width]);
      const perSource = mean(sum(mul(scatter, weight), 1), [1, 2]);
      return mul(perSource, 2 / (outputs - 1)) as Tensor1D;
    }),
  );
}
