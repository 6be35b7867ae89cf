import { copyFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../../test/image-files.ts';
import { resizedImages, type ResizedImage } from './resized-images.ts';

const temporaryFolder = temporaryFolders();

const image: ResizedImage = {
  original: { width: 40, height: 70_000 },
  rgb: Uint8Array.from({ length: 12 }, (_, i) => 20 * i),
};

async function twoFiles(): Promise<{ folder: string; files: [string, string] }> {
  const folder = await temporaryFolder();
  const files: [string, string] = [join(folder, 'a.jpg'), join(folder, 'b.jpg')];
  for (const file of files) await writeFile(file, file);
  return { folder: join(folder, 'cache'), files };
}

it('finds an image by its content, wherever its file lies, in another process too', async () => {
  const { folder, files } = await twoFiles();
  await resizedImages({ folder, imageSize: 2 }).keep(files[0], image);
  await copyFile(files[0], `${files[0]}.copy`);
  const other = resizedImages({ folder, imageSize: 2 });
  expect(await other.read(`${files[0]}.copy`)).toEqual(image);
  expect(await other.read(files[1])).toBeUndefined();
});

it('does not take what was kept of a file’s former content', async () => {
  const { folder, files } = await twoFiles();
  await resizedImages({ folder, imageSize: 2 }).keep(files[0], image);
  await writeFile(files[0], 'another picture');
  expect(await resizedImages({ folder, imageSize: 2 }).read(files[0])).toBeUndefined();
});

it('keeps sizes apart, and takes nothing that was cut short', async () => {
  const { folder, files } = await twoFiles();
  await resizedImages({ folder, imageSize: 2 }).keep(files[0], image);
  expect(await resizedImages({ folder, imageSize: 1 }).read(files[0])).toBeUndefined();
  const [own = ''] = await readdir(folder);
  const [record = ''] = await readdir(join(folder, own));
  await truncate(join(folder, own, record), 19);
  expect(await resizedImages({ folder, imageSize: 2 }).read(files[0])).toBeUndefined();
});

it('keeps no more than it may, counting what others kept', async () => {
  const { folder, files } = await twoFiles();
  const limited = () => resizedImages({ folder, imageSize: 2, limitBytes: 39 }); // a record has 20 bytes
  await limited().keep(files[0], image);
  const second = limited();
  await second.keep(files[1], image);
  expect(await second.read(files[1])).toBeUndefined();
  expect(await second.read(files[0])).toEqual(image);
});

it('keeps an image once that is given several times at once', async () => {
  const { folder, files } = await twoFiles();
  const kept = resizedImages({ folder, imageSize: 2 });
  await Promise.all([1, 2, 3].map(() => kept.keep(files[0], image)));
  await kept.keep(files[1], image);
  expect(await kept.read(files[0])).toEqual(image);
  expect(await kept.read(files[1])).toEqual(image);
});

it('goes on without keeping where it cannot write', async () => {
  const { files } = await twoFiles();
  const nowhere = resizedImages({ folder: join(files[1], 'not a folder'), imageSize: 2 });
  await nowhere.keep(files[0], image);
  expect(await nowhere.read(files[0])).toBeUndefined();
});
