// Decoded images kept in memory, the least recently used ones dropped first. They are kept at their original size: the
// random crop comes before the resize, so nothing smaller would give the same pixels.
import { decodeFile, type DecodedImage } from '../images/decode.ts';
import { UnreadableImageError } from '../images/unreadable-image-error.ts';

export interface ImageCache {
  /** @throws UnreadableImageError naming the file */
  load(path: string): Promise<DecodedImage>;
  /** The image if it is kept. */
  peek(path: string): DecodedImage | undefined;
  /** Of the decoded images kept now. */
  readonly bytes: number;
  clear(): void;
}

export function createImageCache(limitBytes: number): ImageCache {
  const kept = new Map<string, DecodedImage>(); // oldest use first
  const decoding = new Map<string, Promise<DecodedImage>>();
  let bytes = 0;

  const keep = (path: string, image: DecodedImage): void => {
    if (image.rgb.byteLength > limitBytes) return;
    kept.set(path, image);
    bytes += image.rgb.byteLength;
    for (const [oldest, { rgb }] of kept) {
      if (bytes <= limitBytes) return;
      kept.delete(oldest);
      bytes -= rgb.byteLength;
    }
  };

  const decode = async (path: string): Promise<DecodedImage> => {
    try {
      const image = await decodeFile(path);
      keep(path, image);
      return image;
    } catch (cause) {
      throw new UnreadableImageError(path, cause);
    } finally {
      decoding.delete(path);
    }
  };

  return {
    async load(path) {
      const image = kept.get(path);
      if (image) {
        kept.delete(path);
        kept.set(path, image);
        return image;
      }
      const pending = decoding.get(path) ?? decode(path);
      decoding.set(path, pending);
      return pending;
    },
    peek: (path) => kept.get(path),
    get bytes() {
      return bytes;
    },
    clear() {
      kept.clear();
      bytes = 0;
    },
  };
}
