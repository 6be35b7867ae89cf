import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders, writeImage } from '../../test/image-files.ts';
import { createImageCache } from './image-cache.ts';

const temporaryFolder = temporaryFolders();
const IMAGE_BYTES = 8 * 8 * 3;

async function threeImages(): Promise<[string, string, string]> {
  const folder = await temporaryFolder();
  const paths = ['a.png', 'b.png', 'c.png'].map((name) => join(folder, name));
  for (const path of paths) await writeImage(path);
  return paths as [string, string, string];
}

it('drops the least recently used image when the limit is passed', async () => {
  const [a, b, c] = await threeImages();
  const cache = createImageCache(2 * IMAGE_BYTES);
  const first = await cache.load(a);
  const second = await cache.load(b);
  expect(await cache.load(a)).toBe(first); // now b is the older one
  await cache.load(c);
  expect(cache.bytes).toBe(2 * IMAGE_BYTES);
  expect(await cache.load(a)).toBe(first);
  expect(await cache.load(b)).not.toBe(second);
});

it('decodes a file once for those who ask at the same time', async () => {
  const [a] = await threeImages();
  const cache = createImageCache(IMAGE_BYTES);
  const [one, other] = await Promise.all([cache.load(a), cache.load(a)]);
  expect(one).toBe(other);
});

it('keeps nothing larger than its limit', async () => {
  const [a] = await threeImages();
  const cache = createImageCache(IMAGE_BYTES - 1);
  await cache.load(a);
  expect(cache.bytes).toBe(0);
});

it('names a file that cannot be decoded, and reads it again once it is mended', async () => {
  const [a] = await threeImages();
  await writeFile(a, 'broken');
  const cache = createImageCache(IMAGE_BYTES);
  await expect(cache.load(a)).rejects.toThrow(`${a} cannot be decoded`);
  await writeImage(a);
  expect((await cache.load(a)).width).toBe(8);
});
