import { createHash } from 'node:crypto';
import { cp, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders, writeDataSet, writeImage } from '../../test/image-files.ts';
import { contentHash } from './content-hash.ts';
import { openImageFolder } from './image-folder.ts';

const temporaryFolder = temporaryFolders();
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hashOf = async (root: string): Promise<string> => contentHash(await openImageFolder(root));

it('is the SHA-256 of a line per image, as sha256sum writes them', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat'], { train: 2, val: 1 });
  const lines = await Promise.all(
    ['train/cat/0.png', 'train/cat/1.png', 'val/cat/0.png'].map(
      async (path) => `${sha256(await readFile(join(root, path)))}  ${path}\n`,
    ),
  );
  expect(await hashOf(root)).toBe(sha256(lines.join('')));
});

it('does not depend on where the folder lies', async () => {
  const [root, copy] = [await temporaryFolder(), await temporaryFolder()];
  await writeDataSet(root, ['cat', 'dog'], { train: 2, val: 1 });
  await cp(root, copy, { recursive: true });
  expect(await hashOf(copy)).toBe(await hashOf(root));
});

it('changes with an image’s bytes and with its name', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat'], { train: 2, val: 1 });
  const before = await hashOf(root);
  await writeImage(join(root, 'train/cat/0.png'), { colour: [1, 2, 3] });
  const changed = await hashOf(root);
  await rename(join(root, 'val/cat/0.png'), join(root, 'val/cat/other.png'));
  expect(new Set([before, changed, await hashOf(root)]).size).toBe(3);
});
