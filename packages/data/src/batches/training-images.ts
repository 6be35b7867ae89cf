// Where a draw's pixels come from: an original in memory, a whole image at the training size on disk, or the file. What a draw is
// depends on the original's size alone, so that is found first, from a header where possible, and remembered.
import { readFile } from 'node:fs/promises';
import { useDecoded, decodeImage, type DecodedImage } from '../images/decode.ts';
import { readJpegHeaders } from '../images/jpeg-headers.ts';
import { writePlanar } from '../images/tensor-layout.ts';
import { UnreadableImageError } from '../images/unreadable-image-error.ts';
import type { Size } from '../resize/pillow.ts';
import { resizedPart, type Augmentation } from './augmentation.ts';
import { createImageCache } from './image-cache.ts';
import { resizedImages, type ResizedImages } from './resized-images.ts';

export interface TrainingImagesOptions {
  readonly imageSize: number;
  /** Limit of the decoded images kept in memory. */
  readonly cacheBytes: number;
  /** Where whole images at the training size are kept; nowhere when left out. */
  readonly resizedFolder?: string;
}

/** An image of which the size is known, with whatever had to be read for that. */
export interface FoundImage {
  readonly path: string;
  readonly original: Size;
  readonly bytes?: Uint8Array;
  readonly decoded?: DecodedImage;
  readonly resized?: Uint8Array;
}

/** Where an image goes: `[3, S, S]` float32 at `offset` of a batch's tensor. */
export interface Place {
  readonly tensor: Float32Array;
  readonly offset: number;
}

export interface TrainingImages {
  /** @throws UnreadableImageError naming the file, as does `write` */
  find(path: string): Promise<FoundImage>;
  write(image: FoundImage, augmentation: Augmentation, place: Place): Promise<void>;
  /** Forgets every decoded image. */
  clear(): void;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

async function orUnreadable<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new UnreadableImageError(path, cause);
  }
}

export function trainingImages({
  imageSize,
  cacheBytes,
  resizedFolder,
}: TrainingImagesOptions): TrainingImages {
  const cache = createImageCache(cacheBytes);
  const sizes = new Map<string, Size>();
  const resized: ResizedImages | undefined =
    resizedFolder === undefined ? undefined : resizedImages({ folder: resizedFolder, imageSize });

  const readSize = async (path: string): Promise<FoundImage> => {
    const bytes = await readFile(path);
    const jpeg = readJpegHeaders(bytes);
    if (jpeg) return { path, original: sizeOf(jpeg), bytes };
    const whole = await resized?.read(path);
    if (whole) return { path, original: whole.original, resized: whole.rgb };
    const decoded = await decodeImage(bytes);
    cache.keep(path, decoded);
    return { path, original: sizeOf(decoded), decoded };
  };

  /** Resizes and writes at once, while the pixels are there; what is to be kept on disk besides is the result. */
  const writeFrom = (
    image: DecodedImage,
    { crop, flip }: Augmentation,
    place: Place,
  ): Uint8Array | undefined => {
    const rgb = resizedPart(image, crop, imageSize);
    writePlanar(rgb, { ...place, size: imageSize, flip });
    const isWorthKeeping = !crop && Math.max(image.width, image.height) > imageSize;
    return resized && isWorthKeeping ? rgb.slice() : undefined;
  };

  const writeDecoded = (
    { path, original, bytes, decoded }: FoundImage,
    augmentation: Augmentation,
    place: Place,
  ) =>
    orUnreadable(path, async () => {
      const known = decoded ?? cache.get(path);
      if (known) return writeFrom(known, augmentation, place);
      return useDecoded(bytes ?? (await readFile(path)), (image) => {
        if (image.width !== original.width || image.height !== original.height)
          throw new Error(`it had ${original.width}x${original.height} px before`);
        cache.keep(path, image);
        return writeFrom(image, augmentation, place);
      });
    });

  return {
    async find(path) {
      const decoded = cache.get(path);
      const original = decoded ? sizeOf(decoded) : sizes.get(path);
      if (original) return { path, original, ...(decoded ? { decoded } : {}) };
      const found = await orUnreadable(path, () => readSize(path));
      sizes.set(path, found.original);
      return found;
    },
    async write(image, augmentation, place) {
      const { path, original } = image;
      const isWhole = !augmentation.crop && !image.decoded;
      const known = isWhole ? (image.resized ?? (await resized?.read(path))?.rgb) : undefined;
      if (known) return writePlanar(known, { ...place, size: imageSize, flip: augmentation.flip });
      const rgb = await writeDecoded(image, augmentation, place);
      if (rgb) await resized?.keep(path, { original, rgb });
    },
    clear() {
      cache.clear();
    },
  };
}
