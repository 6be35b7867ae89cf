import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { temporaryFolders, writeDataSet, writeImage } from '../../test/image-files.ts';
import type { Progress } from '../concurrent.ts';
import { checkImageFolder } from './check-image-folder.ts';

const temporaryFolder = temporaryFolders();

it('finds nothing wrong with a sound folder, counts it and gives its sizes', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat', 'dog'], { train: 8, val: 32 });
  await writeImage(join(root, 'train/cat/large.png'), { width: 20, height: 20 });
  expect(await checkImageFolder(root)).toEqual({
    root,
    domains: ['cat', 'dog'],
    counts: [
      { split: 'train', domain: 'cat', images: 9, readable: 9 },
      { split: 'train', domain: 'dog', images: 8, readable: 8 },
      { split: 'val', domain: 'cat', images: 32, readable: 32 },
      { split: 'val', domain: 'dog', images: 32, readable: 32 },
    ],
    sizes: { width: { min: 8, max: 20 }, height: { min: 8, max: 20 } },
    findings: [],
    usable: true,
  });
});

it('names every unreadable file with its reason and goes on', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat'], { train: 9, val: 32 });
  await writeFile(join(root, 'train/cat/1.png'), 'not an image');
  await writeFile(join(root, 'train/cat/2.png'), '');
  await writeImage(join(root, 'val/cat/whole.jpg'), { width: 200, height: 200 });
  const jpeg = await readFile(join(root, 'val/cat/whole.jpg'));
  await writeFile(join(root, 'val/cat/cut.jpg'), jpeg.subarray(0, jpeg.length - 60));

  const report = await checkImageFolder(root);
  expect(report.usable).toBe(false);
  const unreadable = report.findings.filter((finding) => finding.kind === 'unreadable');
  expect(unreadable.map(({ path }) => path)).toEqual([
    'train/cat/1.png',
    'train/cat/2.png',
    'val/cat/cut.jpg',
  ]);
  expect(unreadable[0]?.reason).toMatch(/unsupported image format/);
  expect(unreadable[2]?.reason).toMatch(/premature end/i);
  expect(report.findings).toContainEqual({
    kind: 'too-few',
    severity: 'warning',
    split: 'train',
    domain: 'cat',
    readable: 7,
    recommended: 8,
  });
});

it('notices an image that stands in both splits, and images that would be squashed', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat', 'dog'], { train: 8, val: 32 });
  await copyFile(join(root, 'train/cat/3.png'), join(root, 'val/dog/copy.png'));
  await writeImage(join(root, 'train/dog/oblong.png'), { width: 9, height: 8 });
  expect((await checkImageFolder(root)).findings).toEqual([
    { kind: 'duplicate', severity: 'warning', train: 'train/cat/3.png', val: 'val/dog/copy.png' },
    { kind: 'not-square', severity: 'note', count: 1, example: 'train/dog/oblong.png' },
  ]);
});

it('notices photographs that EXIF data turn, files of other formats, and a single domain', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat'], { train: 8, val: 32 });
  const photograph = sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } });
  await photograph.withMetadata({ orientation: 6 }).toFile(join(root, 'train/cat/phone.jpg'));
  await writeFile(join(root, 'val/cat/scan.tiff'), 'x');
  const { findings, usable } = await checkImageFolder(root);
  expect(usable).toBe(false);
  expect(findings).toEqual([
    { kind: 'one-domain', severity: 'error', domain: 'cat' },
    { kind: 'turned', severity: 'warning', count: 1, example: 'train/cat/phone.jpg' },
    { kind: 'passed-over', severity: 'note', count: 1, example: 'val/cat/scan.tiff' },
  ]);
});

it('reports progress up to the last image', async () => {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat'], { train: 2, val: 1 });
  const seen: Progress[] = [];
  await checkImageFolder(root, (progress) => seen.push(progress));
  expect(seen).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })));
});
