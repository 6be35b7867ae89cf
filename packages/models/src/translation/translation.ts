// What a trained method can do for samples and evaluations: translate an image into a domain, guided by a latent, by a
// reference, or by nothing but the domain. In three parts, so that many translations of an image share what they have in common.
import type { Mode } from '@starlab/experiment';
import type { ParameterShapes } from '../blocks/parameters.ts';
import type { ForwardStep } from './step-tensors.ts';

export interface TranslationPart {
  /** Networks whose parameters its state holds, as `<network>/<name>`. */
  readonly networks: readonly string[];
  /** The state passes through. */
  readonly step: ForwardStep;
}

export interface EncodePart extends TranslationPart {
  /** Whether it has to be told what domain an image is of: `domain` [N, D] one-hot. */
  readonly takesDomain: boolean;
}

export interface StylePart extends TranslationPart {
  /** What it takes beside the domain; `none`: a source has one translation into each domain. */
  readonly guide: Mode | 'none';
}

export interface Translation {
  /**
   * Inputs `image` [N, 3, S, S] and, where it takes it, `domain`; outputs as `encodedShapes` says: whatever does not depend on the
   * style.
   */
  readonly encode: EncodePart;
  /**
   * By the column of the paper's tables that it is measured for. Inputs `domain` [N, D] one-hot, and by its guide `latent`
   * [N, latentDimension] or `reference` [N, 3, S, S]; output `style` [N, styleSize].
   */
  readonly styles: Readonly<Partial<Record<Mode, StylePart>>>;
  /** Inputs `style` and what `encode` gave; output `image` [N, 3, S, S]. */
  readonly decode: TranslationPart;
  /** Names and shapes of what `encode` gives for `count` images. */
  readonly encodedShapes: (count: number) => ParameterShapes;
  readonly styleSize: number;
}

/** All networks that take part. */
export function networksOf({ encode, styles, decode }: Translation): string[] {
  const parts = [encode, decode, ...Object.values(styles)];
  return [...new Set(parts.flatMap(({ networks }) => networks))];
}
