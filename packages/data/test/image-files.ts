// Temporary folders and small image files for the tests, removed when a test file is done.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';

/** A new empty folder per call, removed after the test file. Call `temporaryFolders()` once, at its top. */
export function temporaryFolders(): () => Promise<string> {
  const made: string[] = [];
  afterAll(async () => {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
  });
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'starlab-data-'));
    made.push(folder);
    return folder;
  };
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** A PNG (or what the extension says) of one colour, with the folders above it. */
export async function writeImage(
  path: string,
  { colour = [10, 20, 30], width = 8, height = 8 }: { colour?: Rgb; width?: number; height?: number } = {},
): Promise<void> {
  const [r, g, b] = colour;
  await mkdir(dirname(path), { recursive: true });
  const image = sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
  const format = /\.jpe?g$/i.test(path) ? 'jpeg' : /\.webp$/i.test(path) ? 'webp' : 'png';
  await writeFile(path, await image.toFormat(format).toBuffer());
}

/** `images` files of different colours per split and domain: `<split>/<domain>/<n>.png`. */
export async function writeDataSet(
  root: string,
  domains: readonly string[],
  images: { train: number; val: number },
): Promise<void> {
  for (const [s, split] of (['train', 'val'] as const).entries()) {
    for (const [d, domain] of domains.entries()) {
      for (let i = 0; i < images[split]; i++) {
        await writeImage(join(root, split, domain, `${i}.png`), { colour: [d * 40, i * 9, s * 100] });
      }
    }
  }
}
