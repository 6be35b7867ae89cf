// What a trained method can do for samples and evaluations: translate an image into a domain, guided by a latent, by a
// reference, or by nothing but the domain.
import type { Mode } from '@starlab/experiment';
import type { ForwardStep } from './step-tensors.ts';

export interface Translation {
  /** Networks whose parameters its state holds, as `<network>/<name>`. */
  readonly networks: readonly string[];
  /** What it takes beside image and domain; `none`: a source has one translation into each domain. */
  readonly guide: Mode | 'none';
  /**
   * Inputs `image` [N, 3, S, S], `domain` [N, D] one-hot, and by its guide `latent` [N, latentDimension] or `reference`
   * [N, 3, S, S]; output `image` [N, 3, S, S]. The state passes through.
   */
  readonly step: ForwardStep;
}
