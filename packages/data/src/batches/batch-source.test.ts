import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders, writeDataSet, writeImage } from '../../test/image-files.ts';
import { domainsOfRun } from '../folder/domains-of-run.ts';
import { openImageFolder, type ImageFolder } from '../folder/image-folder.ts';
import { encodePng } from '../images/grid.ts';
import { fromTensorLayout } from '../images/tensor-layout.ts';
import { createBatchSource, type BatchConfig } from './batch-source.ts';

const temporaryFolder = temporaryFolders();

const config: BatchConfig = {
  method: 'stargan-v2',
  imageSize: 16,
  batchSize: 4,
  randomCropProbability: 0.5,
  latentDimension: 5,
  seed: 7,
};

/** Three domains of six images; image i of domain d has one colour, (40 d, 9 i, 0), which no augmentation changes. */
async function colouredFolder(): Promise<ImageFolder> {
  const root = await temporaryFolder();
  await writeDataSet(root, ['cat', 'dog', 'wild'], { train: 6, val: 1 });
  return openImageFolder(root);
}

/** Domain and image of each place in the batch, read from the colours. */
function identities(tensor: Float32Array): { domain: number; image: number }[] {
  return fromTensorLayout(tensor, config.imageSize).map((rgb) => ({
    domain: (rgb[0] ?? 0) / 40,
    image: (rgb[1] ?? 0) / 9,
  }));
}

describe('createBatchSource', () => {
  it('gives the shapes of the configuration', async () => {
    const batch = await createBatchSource({ folder: await colouredFolder(), config }).batch(0);
    for (const images of [batch.source, batch.reference, batch.reference2]) {
      expect(images.length).toBe(4 * 3 * 16 * 16);
    }
    expect([batch.sourceDomain.length, batch.targetDomain.length]).toEqual([4, 4]);
    expect([batch.latent.length, batch.latent2.length]).toEqual([20, 20]);
    expect(batch.latent).not.toEqual(batch.latent2);
  });

  it('puts one domain beside the other for a method of two', async () => {
    const folder = domainsOfRun(await colouredFolder(), { method: 'munit', domains: 'dog,wild' });
    const batch = await createBatchSource({ folder, config: { ...config, method: 'munit' } }).batch(3);
    expect(identities(batch.source).map(({ domain }) => domain)).toEqual([1, 1, 1, 1]);
    expect(identities(batch.reference).map(({ domain }) => domain)).toEqual([2, 2, 2, 2]);
    expect([...batch.sourceDomain, ...batch.targetDomain]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('makes batch 7 the same whatever was asked before', async () => {
    const folder = await colouredFolder();
    const gradient = Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 13) % 256);
    for (const domain of folder.domains) {
      await writeFile(join(folder.root, 'train', domain, '0.png'), await encodePng(gradient, 40, 30));
    }
    const fresh = await createBatchSource({ folder, config }).batch(7);
    const used = createBatchSource({ folder, config, cacheBytes: 2_000 });
    for (const iteration of [0, 9, 6]) await used.batch(iteration);
    expect(await used.batch(7)).toEqual(fresh);
    expect(await used.batch(7)).toEqual(fresh);
  });

  it('makes the same batches from resized images that were kept', async () => {
    const folder = await colouredFolder();
    for (const [d, domain] of folder.domains.entries())
      for (let i = 0; i < 6; i++) {
        const gradient = Uint8Array.from({ length: 40 * 30 * 3 }, (_, at) => (at * (13 + d + i)) % 256);
        await writeFile(join(folder.root, 'train', domain, `${i}.png`), await encodePng(gradient, 40, 30));
      }
    const plain = createBatchSource({ folder, config });
    const resizedFolder = await temporaryFolder();
    // The second and third find what those before them kept; without memory every crop is decoded again.
    for (const cacheBytes of [2 ** 20, 2 ** 20, 0]) {
      const keeping = createBatchSource({ folder, config, cacheBytes, resizedFolder });
      for (let iteration = 0; iteration < 4; iteration++)
        expect(await keeping.batch(iteration)).toEqual(await plain.batch(iteration));
    }
    const [size = ''] = await readdir(resizedFolder);
    expect((await readdir(join(resizedFolder, size))).length).toBeGreaterThan(0);
  });

  it('writes over what was given back, and makes the same batches', async () => {
    const folder = await colouredFolder();
    const fresh = createBatchSource({ folder, config });
    const source = createBatchSource({ folder, config });
    const tensors = new Set<ArrayBufferLike>();
    for (let iteration = 0; iteration < 8; iteration++) {
      const batch = await source.batch(iteration);
      expect(batch).toEqual(await fresh.batch(iteration));
      tensors.add(batch.source.buffer);
      source.giveBack(batch);
    }
    expect(tensors.size).toBeLessThan(8);
  });

  it('depends on the seed and on the iteration', async () => {
    const folder = await colouredFolder();
    const source = createBatchSource({ folder, config });
    const other = createBatchSource({ folder, config: { ...config, seed: 8 } });
    const batches = [await source.batch(1), await source.batch(2), await other.batch(1)];
    expect(new Set(batches.map(({ latent }) => latent.join())).size).toBe(3);
    expect(new Set(batches.map((batch) => JSON.stringify(identities(batch.source)))).size).toBe(3);
  });

  it('labels each image with its domain', async () => {
    const source = createBatchSource({ folder: await colouredFolder(), config });
    for (let iteration = 0; iteration < 20; iteration++) {
      const batch = await source.batch(iteration);
      expect(identities(batch.source).map(({ domain }) => domain)).toEqual([...batch.sourceDomain]);
      expect(identities(batch.reference).map(({ domain }) => domain)).toEqual([...batch.targetDomain]);
      expect(identities(batch.reference2).map(({ domain }) => domain)).toEqual([...batch.targetDomain]);
    }
  });

  it('pairs each reference with one fixed other, no two with the same', async () => {
    const source = createBatchSource({ folder: await colouredFolder(), config });
    const partners = new Map<string, Set<string>>();
    for (let iteration = 0; iteration < 60; iteration++) {
      const batch = await source.batch(iteration);
      const seconds = identities(batch.reference2);
      identities(batch.reference).forEach((first, n) => {
        const key = `${first.domain}/${first.image}`;
        const known = partners.get(key) ?? new Set();
        partners.set(key, known.add(`${seconds[n]?.domain}/${seconds[n]?.image}`));
      });
    }
    // 240 draws of 18 images: each was seen.
    expect(partners.size).toBe(18);
    expect([...partners.values()].every((seconds) => seconds.size === 1)).toBe(true);
    expect(new Set([...partners.values()].flatMap((seconds) => [...seconds])).size).toBe(18);
  });

  it('augments the three images of a place independently', async () => {
    const root = await temporaryFolder();
    const gradient = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 5) % 256);
    await writeImage(join(root, 'val/cat/0.png'));
    for (const name of ['0.png', '1.png']) {
      await writeImage(join(root, 'train/cat', name));
      await writeFile(join(root, 'train/cat', name), await encodePng(gradient, 32, 32));
    }
    const folder = await openImageFolder(root);
    const batch = await createBatchSource({ folder, config: { ...config, randomCropProbability: 1 } }).batch(
      0,
    );
    const images = [batch.source, batch.reference, batch.reference2].flatMap((tensor) =>
      fromTensorLayout(tensor, 16),
    );
    // One and the same picture, twelve different crops of it.
    expect(new Set(images.map((image) => image.join())).size).toBe(12);
  });

  it('names a corrupt file, when its batch is asked for and not before', async () => {
    const folder = await colouredFolder();
    const bad = join(folder.root, 'train/dog/3.png');
    const source = createBatchSource({ folder, config });
    const reads = async (iteration: number): Promise<boolean> => {
      const batch = await source.batch(iteration);
      const all = [batch.source, batch.reference, batch.reference2].flatMap(identities);
      return all.some(({ domain, image }) => domain === 1 && image === 3);
    };
    let iteration = 1;
    while ((await reads(iteration - 1)) || !(await reads(iteration))) iteration++;
    await writeFile(bad, 'corrupt');
    const anew = createBatchSource({ folder, config });
    await anew.batch(iteration - 1); // starts on the corrupt one meanwhile
    await expect(anew.batch(iteration)).rejects.toMatchObject({
      name: 'UnreadableImageError',
      message: expect.stringContaining(bad) as string,
    });
  });
});
