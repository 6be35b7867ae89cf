// DRIT's random crops: every image of a batch at a place of its own, a function of the iteration.
import { randomStream, type DomainSide, type RunConfig } from '@starlab/experiment';

export interface Crop {
  /** Height and width of what is cut out, px. */
  readonly cropSize: number;
  readonly side: DomainSide;
  readonly iteration: number;
}

/** `images` [N, 3, S, S] to [N, 3, C, C]. */
export function cropped(
  images: Float32Array,
  { imageSize, method, seed }: Pick<RunConfig, 'imageSize' | 'method' | 'seed'>,
  { cropSize, side, iteration }: Crop,
): Float32Array {
  if (cropSize === imageSize) return images;
  const stream = randomStream({ seed, purpose: `${method}/crop/${side}`, index: iteration });
  const planes = images.length / imageSize ** 2;
  const out = new Float32Array(planes * cropSize ** 2);
  let [top, left] = [0, 0];
  for (let plane = 0; plane < planes; plane++) {
    if (plane % 3 === 0) {
      top = stream.integer(imageSize - cropSize + 1);
      left = stream.integer(imageSize - cropSize + 1);
    }
    for (let row = 0; row < cropSize; row++) {
      const from = plane * imageSize ** 2 + (top + row) * imageSize + left;
      out.set(images.subarray(from, from + cropSize), (plane * cropSize + row) * cropSize);
    }
  }
  return out;
}
