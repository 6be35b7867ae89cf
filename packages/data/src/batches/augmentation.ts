// The paper's training transform: with some probability a RandomResizedCrop (torchvision's: scale U(0.8, 1.0) of the
// area, log-uniform aspect ratio in (0.9, 1.1)), then a resize to exactly S×S, then a mirror image every second time.
import type { RandomStream } from '@starlab/experiment';
import { resizeBilinear8View, type Box, type Size } from '../resize/pillow.ts';
import type { DecodedImage } from '../images/decode.ts';

const SCALE = { from: 0.8, to: 1 };
const RATIO = { from: 0.9, to: 1.1 };
const CROP_TRIES = 10;
const FLIP_PROBABILITY = 0.5;

const between = (u: number, { from, to }: { from: number; to: number }): number => from + u * (to - from);

/** The whole image, or as much of its middle as a ratio within `RATIO` allows. */
function centreCrop({ width, height }: Size): Box {
  const ratio = width / height;
  const w = ratio > RATIO.to ? Math.round(height * RATIO.to) : width;
  const h = ratio < RATIO.from ? Math.round(width / RATIO.from) : height;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}

/** A random part of the image, wholly inside it; after ten misses the centre. */
export function randomCrop(size: Size, stream: RandomStream): Box {
  const area = size.width * size.height;
  const logRatio = { from: Math.log(RATIO.from), to: Math.log(RATIO.to) };
  for (let attempt = 0; attempt < CROP_TRIES; attempt++) {
    const cropArea = area * between(stream.uniform(), SCALE);
    const ratio = Math.exp(between(stream.uniform(), logRatio));
    const width = Math.round(Math.sqrt(cropArea * ratio));
    const height = Math.round(Math.sqrt(cropArea / ratio));
    if (width > 0 && height > 0 && width <= size.width && height <= size.height) {
      const top = stream.integer(size.height - height + 1);
      const left = stream.integer(size.width - width + 1);
      return { left, top, width, height };
    }
  }
  return centreCrop(size);
}

export interface Augmentation {
  /** The part to resize; the whole image when absent. */
  readonly crop?: Box;
  readonly flip: boolean;
}

/** Decided apart from being done, so that its statistics can be held against the formula. */
export function drawAugmentation(
  size: Size,
  randomCropProbability: number,
  stream: RandomStream,
): Augmentation {
  const crop = stream.uniform() < randomCropProbability ? randomCrop(size, stream) : undefined;
  const flip = stream.uniform() < FLIP_PROBABILITY;
  return crop ? { crop, flip } : { flip };
}

/** @returns `[imageSize, imageSize, 3]` uint8, not mirrored yet, in memory that the next resize may write over */
export function resizedPart(image: DecodedImage, crop: Box | undefined, imageSize: number): Uint8Array {
  const source = { width: image.width, height: image.height, channels: 3, ...(crop ? { crop } : {}) };
  return resizeBilinear8View(image.rgb, source, { width: imageSize, height: imageSize });
}
