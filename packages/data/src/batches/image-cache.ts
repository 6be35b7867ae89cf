// Decoded images kept in memory, as many as fit: draws are uniform, so no image is worth more than another, and whatever came
// first may stay. They are kept at their original size: the random crop comes before the resize, so nothing smaller would give the same pixels.
import type { DecodedImage } from '../images/decode.ts';

export interface ImageCache {
  /** The image if it is kept. */
  get(path: string): DecodedImage | undefined;
  /** Keeps a copy, if there is room. */
  keep(path: string, image: DecodedImage): void;
  /** Of the images kept now. */
  readonly bytes: number;
  clear(): void;
}

export function createImageCache(limitBytes: number): ImageCache {
  const kept = new Map<string, DecodedImage>();
  let bytes = 0;
  return {
    get: (path) => kept.get(path),
    keep(path, image) {
      if (kept.has(path) || bytes + image.rgb.byteLength > limitBytes) return;
      kept.set(path, { ...image, rgb: image.rgb.slice() });
      bytes += image.rgb.byteLength;
    },
    get bytes() {
      return bytes;
    },
    clear() {
      kept.clear();
      bytes = 0;
    },
  };
}
