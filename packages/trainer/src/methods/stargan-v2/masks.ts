// Heat-map masks of an iteration's images, where highPassWeight > 0: of the source, and of its translation in each pass.
import type * as tf from '@tensorflow/tfjs-core';
import { StarlabError } from '@starlab/experiment';
import type { Masks } from '@starlab/models';

export const masked = ['source', 'fake/first', 'fake/second'] as const;
type Masked = (typeof masked)[number];

/** [N, 1, S, S] each. */
export type MaskArrays = Readonly<Record<Masked, Readonly<Record<keyof Masks, Float32Array>>>>;

const maskName = (of: Masked, mask: keyof Masks): string => `masks/${of}/${mask}`;

/** Name and shape of every mask, each of `shape`. */
export function maskInputs(shape: number[]): Record<string, number[]> {
  return Object.fromEntries(
    masked.flatMap((of) => [
      [maskName(of, 'at32'), shape],
      [maskName(of, 'at64And128'), shape],
    ]),
  );
}

/** @throws StarlabError when there are no masks. */
export function maskValues(masks: MaskArrays | undefined): Record<string, Float32Array> {
  if (!masks)
    throw new StarlabError('Training with highPassWeight above 0 needs the heat-map masks of every image.', {
      remedy: 'Set highPassWeight to 0, or give the masks with each batch.',
    });
  return Object.fromEntries(
    masked.flatMap((of) => [
      [maskName(of, 'at32'), masks[of].at32],
      [maskName(of, 'at64And128'), masks[of].at64And128],
    ]),
  );
}

/** The masks as the generator takes them; `tensor` reads an input by its name. */
export function masksOf(of: Masked, tensor: (name: string) => tf.Tensor4D): Masks {
  return { at32: tensor(maskName(of, 'at32')), at64And128: tensor(maskName(of, 'at64And128')) };
}
