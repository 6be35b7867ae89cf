// The identity of a data set: by it, a stored run says which images it was trained on, wherever they lay.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { mapConcurrently } from '../concurrent.ts';
import { imagesOf, relativePath, SPLITS, type ImageFolder } from './image-folder.ts';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * SHA-256 (hex) over one line `<sha256 of the file>  <relative path>` per image, train before val, sorted.
 * Independent of the root's place and of file times; renaming, changing, adding or removing an image changes it.
 */
export async function contentHash(folder: ImageFolder): Promise<string> {
  const paths = SPLITS.flatMap((split) =>
    folder.domains.flatMap((domain) => imagesOf(folder, split, domain)),
  );
  const lines = await mapConcurrently(
    paths,
    async (path) => `${sha256(await readFile(path))}  ${relativePath(folder.root, path)}\n`,
  );
  return sha256(lines.join(''));
}
