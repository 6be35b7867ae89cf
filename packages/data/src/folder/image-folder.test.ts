import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StarlabError } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { temporaryFolders, writeDataSet, writeImage } from '../../test/image-files.ts';
import { imagesOf, openImageFolder, relativePath, type Split } from './image-folder.ts';

const temporaryFolder = temporaryFolders();

async function filesOf(root: string, split: Split, domain: string): Promise<string[]> {
  const folder = await openImageFolder(root);
  return imagesOf(folder, split, domain).map((path) => relativePath(root, path));
}

describe('openImageFolder', () => {
  it('sorts domains and images by code unit, whatever the file system’s order', async () => {
    const root = await temporaryFolder();
    await writeDataSet(root, ['wild', 'Zebra', 'cat'], { train: 2, val: 1 });
    for (const name of ['b.png', 'B.png', 'a/z.png']) await writeImage(join(root, 'train/cat', name));
    expect((await openImageFolder(root)).domains).toEqual(['Zebra', 'cat', 'wild']);
    expect(await filesOf(root, 'train', 'cat')).toEqual(
      ['0.png', '1.png', 'B.png', 'a/z.png', 'b.png'].map((name) => `train/cat/${name}`),
    );
  });

  it('takes png, jpg, jpeg and webp in any case, and nothing else', async () => {
    const root = await temporaryFolder();
    await writeDataSet(root, ['cat'], { train: 2, val: 1 });
    for (const name of ['p.PNG', 'q.Jpg', 'r.jpeg', 's.WEBP'])
      await writeImage(join(root, 'train/cat', name));
    for (const name of ['notes.txt', 't.gif', '._p.png']) await writeFile(join(root, 'train/cat', name), 'x');
    await writeImage(join(root, 'train/cat/.ipynb_checkpoints/0.png'));
    expect(await filesOf(root, 'train', 'cat')).toEqual(
      ['0.png', '1.png', 'p.PNG', 'q.Jpg', 'r.jpeg', 's.WEBP'].map((name) => `train/cat/${name}`),
    );
  });

  it('follows links to images and to a domain’s folder', async () => {
    const root = await temporaryFolder();
    const elsewhere = await temporaryFolder();
    await writeDataSet(elsewhere, ['cat'], { train: 2, val: 2 });
    await mkdir(join(root, 'val/cat'), { recursive: true });
    await mkdir(join(root, 'train'));
    await symlink(join(elsewhere, 'train/cat'), join(root, 'train/cat'), 'dir');
    await symlink(join(elsewhere, 'val/cat/1.png'), join(root, 'val/cat/linked.png'));
    expect(await filesOf(root, 'train', 'cat')).toEqual(['train/cat/0.png', 'train/cat/1.png']);
    expect(await filesOf(root, 'val', 'cat')).toEqual(['val/cat/linked.png']);
  });

  it.each<[fault: string, prepare: (root: string) => Promise<unknown>, message: RegExp]>([
    [
      'no train folder',
      (root) => Promise.all(['test', 'valid'].map((name) => writeImage(join(root, name, 'cat/0.png')))),
      /no folder .*train\. In .* there are: test, valid\./,
    ],
    [
      'no domains',
      (root) => Promise.all([writeImage(join(root, 'train/0.png')), writeImage(join(root, 'val/0.png'))]),
      /train has no domains/,
    ],
    [
      'different domains',
      async (root) => {
        await writeDataSet(root, ['cat'], { train: 2, val: 2 });
        await writeImage(join(root, 'train/dog/0.png'));
        await writeImage(join(root, 'val/dogs/0.png'));
      },
      /only in train: dog; only in val: dogs/,
    ],
    [
      'a domain without images',
      async (root) => {
        await writeDataSet(root, ['cat'], { train: 2, val: 2 });
        await mkdir(join(root, 'train/dog'));
        await mkdir(join(root, 'val/dog'));
      },
      /train.dog has no images/,
    ],
    [
      'a domain with a single training image',
      (root) => writeDataSet(root, ['cat'], { train: 1, val: 2 }),
      /train.cat has 1 image; training needs at least 2/,
    ],
  ])('refuses %s and says where', async (_, prepare, message) => {
    const root = await temporaryFolder();
    await prepare(root);
    const failure = await openImageFolder(root).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StarlabError);
    expect(String(failure)).toMatch(message);
  });

  it('refuses a missing folder', async () => {
    const root = join(await temporaryFolder(), 'nothing');
    await expect(openImageFolder(root)).rejects.toThrow(`There is no folder ${root}`);
  });
});

describe('imagesOf', () => {
  it('names the nearest domain when there is no such one', async () => {
    const root = await temporaryFolder();
    await writeDataSet(root, ['cat', 'dog'], { train: 2, val: 1 });
    const folder = await openImageFolder(root);
    expect(() => imagesOf(folder, 'val', 'cats')).toThrow('did you mean "cat"?');
  });
});
