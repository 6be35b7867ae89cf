// Everything random in an evaluation: the latents, and the order of the reference images. Each draw is a function of what
// it is for, so that a figure can be measured again exactly; a replay of another implementation's draws is another `Draws`.
import { normalArray, randomStream } from '@starlab/experiment';

export interface LatentDraw {
  readonly source: string;
  readonly target: string;
  /** 0 … outputsPerSource − 1. */
  readonly output: number;
  /** The source images, as indices into the validation set of the source domain. */
  readonly images: readonly number[];
  readonly latentDimension: number;
}

export interface Draws {
  /** `[images, latentDimension]`, standard normal. Asked for in the order target, source, batch, output. */
  latents(draw: LatentDraw): Float32Array;
  /** A permutation of 0 … count − 1: the order of the target's validation images in one pass over them. */
  referenceOrder(draw: { readonly target: string; readonly pass: number; readonly count: number }): number[];
}

/** The draws that belong to a seed. A latent belongs to its image, whatever the batch size. */
export function seededDraws(seed: number): Draws {
  return {
    latents({ source, target, output, images, latentDimension }) {
      const purpose = `evaluation/latent/${source}2${target}/${output}`;
      const latents = new Float32Array(images.length * latentDimension);
      for (const [row, index] of images.entries()) {
        latents.set(normalArray({ seed, purpose, index }, latentDimension), row * latentDimension);
      }
      return latents;
    },
    referenceOrder({ target, pass, count }) {
      const stream = randomStream({ seed, purpose: `evaluation/reference/${target}`, index: pass });
      const order = Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = stream.integer(i + 1);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      return order;
    },
  };
}
