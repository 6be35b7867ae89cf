// Heat-map masks of an iteration's images, where highPassWeight > 0: of the source, and of its translation in each pass.
// They are made by the heat-map network within the iteration, or given as inputs where figures are replayed.
import type * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '@starlab/engine/ops';
import { StarlabError } from '@starlab/experiment';
import { faceMasks, type Masks, type Parameters } from '@starlab/models';

const masked = ['source', 'fake/first', 'fake/second'] as const;
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
      remedy:
        'Set highPassWeight to 0, have them made by the heat-map network, or give them with each batch.',
    });
  return Object.fromEntries(
    masked.flatMap((of) => [
      [maskName(of, 'at32'), masks[of].at32],
      [maskName(of, 'at64And128'), masks[of].at64And128],
    ]),
  );
}

/** The masks of one iteration as tensors. */
export interface IterationMasks {
  readonly source: Masks;
  /** Of the translation [N, 3, S, S] that the first or the second pass has made; constants to every derivative. */
  readonly ofFake: (pass: 'first' | 'second', fake: tf.Tensor4D) => Masks;
}

/** Masks out of the inputs that `maskInputs` lists; `tensor` reads one by its name. */
export function givenMasks(tensor: (name: string) => tf.Tensor4D): IterationMasks {
  const masksOf = (of: Masked): Masks => ({
    at32: tensor(maskName(of, 'at32')),
    at64And128: tensor(maskName(of, 'at64And128')),
  });
  return { source: masksOf('source'), ofFake: (pass) => masksOf(`fake/${pass}`) };
}

/** Masks made by the heat-map network: of the source once an iteration, of each translation when it is made. */
export function madeMasks(heatMapNetwork: Parameters, source: tf.Tensor4D): IterationMasks {
  return {
    source: faceMasks(heatMapNetwork, source),
    ofFake: (_, fake) => faceMasks(heatMapNetwork, stopGradient(fake)),
  };
}
