// Images as the evaluation protocol sees them: the test transform is a resize to S×S and nothing else, so an image that
// is not square is squashed (StarGAN v2, "Data loading").
import { readFile } from 'node:fs/promises';
import { mapConcurrently } from '../concurrent.ts';
import { resizeBilinear8 } from '../resize/pillow.ts';
import { useDecoded } from './decode.ts';
import { UnreadableImageError } from './unreadable-image-error.ts';

/**
 * @returns one interleaved `[S, S, 3]` uint8 array per path, in the paths' order
 * @throws UnreadableImageError naming the file
 */
export async function loadImages(
  paths: readonly string[],
  { imageSize }: { imageSize: number },
): Promise<Uint8Array[]> {
  return mapConcurrently(paths, async (path) => {
    try {
      return await useDecoded(await readFile(path), ({ width, height, rgb }) =>
        resizeBilinear8(rgb, { width, height, channels: 3 }, { width: imageSize, height: imageSize }),
      );
    } catch (cause) {
      throw new UnreadableImageError(path, cause);
    }
  });
}
