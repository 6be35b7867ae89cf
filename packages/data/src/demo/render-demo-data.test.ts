import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolders, writeImage } from '../../test/image-files.ts';
import type { Progress } from '../concurrent.ts';
import { checkImageFolder } from '../folder/check-image-folder.ts';
import { contentHash } from '../folder/content-hash.ts';
import { openImageFolder } from '../folder/image-folder.ts';
import { demoAttributesFileSchema, drawAttributes } from './attributes.ts';
import { faceSvg } from './drawing/face.ts';
import { renderDemoData } from './render-demo-data.ts';

const temporaryFolder = temporaryFolders();
const small = { trainPerDomain: 3, valPerDomain: 2, imageSize: 32 };

const hashOf = async (directory: string): Promise<string> => contentHash(await openImageFolder(directory));
const madeAt = async (directory: string): Promise<number> =>
  (await stat(join(directory, 'starlab-demo.json'))).mtimeMs;

describe('renderDemoData', () => {
  it('makes a sound data set with each image’s attributes, reports progress and leaves nothing else', async () => {
    const directory = join(await temporaryFolder(), 'new/demo');
    const seen: Progress[] = [];
    await renderDemoData({ directory, ...small, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual(Array.from({ length: 15 }, (_, i) => ({ done: i + 1, total: 15 })));

    const report = await checkImageFolder(directory);
    expect(report.domains).toEqual(['cat', 'dog', 'wild']);
    expect(report.counts.map(({ readable }) => readable)).toEqual([3, 3, 3, 2, 2, 2]);
    expect(report.sizes).toEqual({ width: { min: 32, max: 32 }, height: { min: 32, max: 32 } });

    const text = await readFile(join(directory, 'val/attributes.json'), 'utf8');
    const attributes = demoAttributesFileSchema.parse(JSON.parse(text));
    expect(Object.keys(attributes)).toHaveLength(6);
    expect(attributes['dog/dog-00001.png']).toEqual(
      drawAttributes({ domain: 'dog', set: 'val', index: 1, seed: 777 }),
    );
    expect(await readdir(dirname(directory))).toEqual(['demo']);
  });

  it('draws the same images from the same seed, others from another', async () => {
    const [a, b, c] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    await renderDemoData({ directory: a, ...small, seed: 5 });
    await renderDemoData({ directory: b, ...small, seed: 5 });
    await renderDemoData({ directory: c, ...small, seed: 6 });
    expect(await hashOf(b)).toBe(await hashOf(a));
    expect(await hashOf(c)).not.toBe(await hashOf(a));
  });

  it('leaves a complete set alone and replaces one of another seed or with a broken marker', async () => {
    const directory = await temporaryFolder();
    await renderDemoData({ directory, ...small });
    const [made, hash] = [await madeAt(directory), await hashOf(directory)];
    await renderDemoData({ directory, ...small });
    expect(await madeAt(directory)).toBe(made);

    await renderDemoData({ directory, ...small, seed: 1 });
    expect(await hashOf(directory)).not.toBe(hash);
    await writeFile(join(directory, 'starlab-demo.json'), '{"version":');
    await renderDemoData({ directory, ...small });
    expect(await hashOf(directory)).toBe(hash);
  });

  it('refuses to replace what it did not draw', async () => {
    const directory = await temporaryFolder();
    await writeImage(join(directory, 'train/cat/mine.png'));
    await expect(renderDemoData({ directory, ...small })).rejects.toThrow(
      'something other than the demo data',
    );
    expect(await readdir(join(directory, 'train/cat'))).toEqual(['mine.png']);
  });
});

describe('a demo picture', () => {
  const portrait = (index: number) => drawAttributes({ domain: 'cat', set: 'train', index, seed: 3 });
  const render = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();

  it('shows its style: the background’s and the fur’s colours are where they should be', async () => {
    const drawn = portrait(0);
    const style = {
      ...drawn.style,
      pattern: 'plain' as const,
      fur: '#ff0000',
      background: { from: '#0000ff', to: '#0000ff', angle: 0 },
    };
    const content = { ...drawn.content, tilt: 0, turn: 0, nod: 0, offsetX: 0, offsetY: 0, size: 1 };
    const pixels = await render(faceSvg({ domain: 'cat', style, content }, 64));
    const at = (x: number, y: number): number[] => [
      ...pixels.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3),
    ];
    expect(at(1, 40)).toEqual([0, 0, 255]);
    const [red = 0, green = 0, blue = 0] = at(32, 24); // the forehead
    expect(red).toBeGreaterThan(Math.max(green, blue) + 100);
  });

  it('shows its content: turning the head moves the eyes', async () => {
    const drawn = portrait(1);
    const eyes = async (turn: number): Promise<number> => {
      const style = { ...drawn.style, pattern: 'plain' as const, eyes: '#00ff00', fur: '#ff00ff' };
      const content = { ...drawn.content, turn, tilt: 0, offsetX: 0, eyesOpen: 1 };
      const flat = { ...style, background: { from: '#ff00ff', to: '#ff00ff', angle: 0 } };
      const pixels = await render(faceSvg({ domain: 'cat', style: flat, content }, 64));
      const columns = Array.from({ length: 64 * 64 }, (_, i) => i).filter((i) => {
        const [red = 0, green = 0] = pixels.subarray(3 * i, 3 * i + 2);
        return green > red + 60;
      });
      return columns.reduce((sum, i) => sum + (i % 64), 0) / columns.length;
    };
    // 4.5 units each way, of 128 over 64 px, times the head's scale of about 1.1: some 5 px apart.
    expect((await eyes(1)) - (await eyes(-1))).toBeGreaterThan(3.5);
  });
});
