// Files of weights on their way in: recognised by what they hold, held against the shapes they must have, stored as
// float32 under Starlab's names. The checkpoints are those of packages/models/golden, which torch.save wrote.
import { StarlabError } from '@starlab/experiment';
import {
  decodeSafetensors,
  encodeStoredTensors,
  heatMapNetworkShapes,
  type StoredTensor,
} from '@starlab/models';
import { goldenParameter } from '@starlab/testing/golden';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { workspaceRoot } from '../home.ts';
import { configOfWeights } from '../sampling/read-networks.ts';
import { convertToSafetensors } from './export-weights.ts';
import { importWeights } from './import-weights.ts';
import { heatMapNetworkFor } from './heat-map-network.ts';
import { weightKindTable, weightKinds } from './kinds.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { recogniseWeights } from './recognise.ts';
import { findWeights, missingWeights, storedWeights } from './stored-weights.ts';

const scratch = mkdtempSync(join(tmpdir(), 'starlab-weights-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});
const golden = (name: string): string =>
  join(workspaceRoot, 'packages/models/golden/pytorch', `official-layout-nets_ema${name}.ckpt`);

/** Zeros of a shape, in half precision to be small. */
const zeros = (shape: readonly number[], type: 'F16' | 'F32' = 'F16'): StoredTensor => ({
  type,
  shape,
  bytes: new Uint8Array(shape.reduce((product, extent) => product * extent, type === 'F16' ? 2 : 4)),
});
const zerosOf = (shapes: Readonly<Record<string, readonly number[]>>): Record<string, StoredTensor> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)]));
const prefixed = <T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}${name}`, value]));

describe.each(['', '-legacy'])('a published checkpoint%s', (name) => {
  it('is imported with every value, and found again', async () => {
    const folder = join(scratch, `import${name}`);
    const imported = await importWeights({ path: golden(name), folder });
    expect(imported).toMatchObject({ kind: 'stargan-v2', unneeded: [], converted: {} });
    const { tensors } = decodeSafetensors(readFileSync(imported.path));
    expect(Object.keys(tensors)).toHaveLength(112);
    for (const [key, { shape, data }] of Object.entries(tensors))
      expect(data, key).toEqual(goldenParameter(key, shape));
    const [stored] = await storedWeights(folder);
    expect(stored).toMatchObject({ kind: 'stargan-v2', sourceSha256: imported.sourceSha256 });
  });

  it('is the same file of safetensors whichever way it came', async () => {
    const to = join(scratch, `converted${name}.safetensors`);
    expect(await convertToSafetensors(golden(name), to)).toBe(112);
    const [from, back] = [await readWeightsFile(golden(name)), await readWeightsFile(to)];
    expect(Object.keys(back.tensors)).toEqual(Object.keys(from.tensors));
    for (const [key, tensor] of Object.entries(from.tensors)) {
      expect(back.tensors[key], key).toMatchObject({ type: tensor.type, shape: tensor.shape });
      expect(Buffer.compare(back.tensors[key]?.bytes ?? new Uint8Array(), tensor.bytes), key).toBe(0);
    }
  });
});

describe('what a file holds', () => {
  const { alexnet, lpips } = weightKindTable;

  it('is found out by its tensors, and what Starlab does not need is left', () => {
    const file = { ...zerosOf(alexnet.shapes({})), 'classifier.1.weight': zeros([4, 4]) };
    const { kind, tensors, unneeded, converted } = recogniseWeights(file, { who: 'alexnet.pth' });
    expect(kind).toBe('alexnet');
    expect(Object.keys(tensors)).toHaveLength(10);
    expect(unneeded).toEqual(['classifier.1.weight']);
    expect(converted).toEqual({ F16: 10 });
  });

  it('counts no batches', () => {
    const { inception } = weightKindTable;
    const counts = {
      'Conv2d_1a_3x3.bn.num_batches_tracked': zeros([]),
      'AuxLogits.fc.bias': zeros([1000]),
      'fc.bias': zeros([1000]),
    };
    const { unneeded } = recogniseWeights({ ...zerosOf(inception.shapes({})), ...counts }, { who: 'x' });
    expect(unneeded).toEqual(Object.keys(counts));
  });

  it('tells pytorch-fid’s Inception from torchvision’s by its classes, since names and shapes are equal', () => {
    const shared = zerosOf(weightKindTable.inception.shapes({}));
    const [ported, torchvision] = [1008, 1000].map((classes) => ({ ...shared, 'fc.bias': zeros([classes]) }));
    expect(recogniseWeights(ported ?? {}, { who: 'x' }).kind).toBe('inception-pytorch-fid');
    expect(recogniseWeights(torchvision ?? {}, { who: 'x' }).kind).toBe('inception');
    expect(() => recogniseWeights(ported ?? {}, { who: 'x', as: 'inception' })).toThrow(
      /does not hold Inception-v3 of torchvision/,
    );
  });

  it.each([
    ['its authors’', 'lin4.model.1.weight', (layer: number) => `lin${layer}.model.1.weight`],
    ['StarGAN v2’s', 'lin4.model.1.weight', (layer: number) => `lpips_weights.${layer}.main.1.weight`],
  ])('may go by %s names of LPIPS', (_, last, nameOf) => {
    const shapes = Object.values(lpips.shapes({}));
    const file = Object.fromEntries(shapes.map((shape, layer) => [nameOf(layer), zeros(shape)]));
    const { kind, tensors } = recogniseWeights(file, { who: 'x' });
    expect(kind).toBe('lpips');
    expect(Object.keys(tensors).at(-1)).toBe(last);
  });

  it.each(['state_dict.', 'fan.'])('may lie in the folder %s', (folder) => {
    const file = {
      ...prefixed(folder, zerosOf(heatMapNetworkShapes)),
      [`${folder}extra`]: zeros([1]),
      epoch: zeros([]),
    };
    const { kind, tensors, unneeded } = recogniseWeights(file, { who: 'wing.ckpt' });
    expect(kind).toBe('fan');
    expect(tensors).not.toHaveProperty('extra');
    expect(unneeded).toEqual(['extra']);
  });

  it('is the checkpoint where the heat-map network is part of one, unless that is asked for', async () => {
    const { tensors } = await readWeightsFile(golden(''));
    const both = { ...tensors, ...prefixed('fan.', zerosOf(heatMapNetworkShapes)) };
    expect(recogniseWeights(both, { who: 'x' }).kind).toBe('stargan-v2');
    expect(recogniseWeights(both, { who: 'x', as: 'fan' }).kind).toBe('fan');
  });

  it('is said in full when it does not fit', async () => {
    const { tensors } = await readWeightsFile(golden(''));
    const { 'generator.to_rgb.2.bias': _, ...rest } = tensors;
    const wrong = { ...rest, 'generator.from_rgb.bias': zeros([9]), 'generator.more': zeros([1]) };
    const check = (): unknown => recogniseWeights(wrong, { who: 'nets.ckpt' });
    expect(check).toThrow(StarlabError);
    expect(check).toThrow(
      /in nets.ckpt: missing generator.to_rgb.2.bias; left over generator.more; mismatched: generator.from_rgb.bias is \[9\], expected \[8\]/,
    );
  });

  it('is refused with what there is when nobody knows it', () => {
    const check = (): unknown => recogniseWeights({ 'layer.weight': zeros([1]) }, { who: 'resnet.pth' });
    expect(check).toThrow('resnet.pth holds 1 tensors, layer.weight, …, of no network that Starlab knows.');
  });

  it('is refused as what it is not', async () => {
    const { tensors } = await readWeightsFile(golden(''));
    expect(() => recogniseWeights(tensors, { who: 'x', as: 'inception' })).toThrow(
      'x does not hold Inception-v3',
    );
  });
});

test('a checkpoint may not take the name of a fixed file', async () => {
  const check = importWeights({ path: golden(''), folder: scratch, name: 'fan' });
  await expect(check).rejects.toThrow('Weights cannot be called "fan"');
  await expect(importWeights({ path: golden(''), folder: scratch, name: '../x' })).rejects.toThrow(
    'cannot be called',
  );
});

test('a damaged file in the folder is listed with its fault, and everything missing with its remedy', async () => {
  const folder = mkdtempSync(join(scratch, 'check-'));
  writeFileSync(
    join(folder, 'alexnet.safetensors'),
    encodeStoredTensors(zerosOf(weightKindTable.alexnet.shapes({}))).subarray(0, 900),
  );
  const stored = await storedWeights(folder);
  expect(stored).toHaveLength(1);
  expect(stored[0]?.fault).toContain('alexnet.safetensors: safetensors: its tensors claim');
  const missing = missingWeights(stored);
  expect(missing.map(({ kind }) => kind)).toEqual([...weightKinds]);
  const { command } = missing.find(({ kind }) => kind === 'alexnet') ?? {};
  expect(command).toBe('starlab weights fetch alexnet');
});

test('what is no file of weights is refused by name', async () => {
  const path = join(scratch, 'notes.txt');
  writeFileSync(path, 'not weights, but long enough to hold a header');
  await expect(readWeightsFile(path)).rejects.toThrow(/notes\.txt: safetensors: the header should end/);
  await expect(readWeightsFile(join(scratch, 'none.ckpt'))).rejects.toThrow('No weights can be read from');
});

it('is imported with the iteration and the domains that an export says', async () => {
  const { tensors } = await readWeightsFile(golden(''));
  const path = join(scratch, 'exported.safetensors');
  const metadata = { iteration: '1200', domains: JSON.stringify(['cat', 'dog', 'wild']) };
  writeFileSync(path, encodeStoredTensors(tensors, metadata));
  const imported = await importWeights({ path, folder: join(scratch, 'exported') });
  expect(decodeSafetensors(readFileSync(imported.path)).metadata).toMatchObject(metadata);
  await expect(configOfWeights(imported.path, ['a', 'b', 'c'])).rejects.toThrow('(cat, dog, wild)');
});

describe('highPassWeight above 0', () => {
  it('is refused without the heat-map network, with the way to get it', async () => {
    const folder = mkdtempSync(join(scratch, 'fan-'));
    expect(await heatMapNetworkFor({ highPassWeight: 0 }, folder)).toBeUndefined();
    await expect(heatMapNetworkFor({ highPassWeight: 1 }, folder)).rejects.toMatchObject({
      message: `highPassWeight 1 needs masks of a heat-map network, which is not in ${folder}.`,
      remedy: expect.stringContaining('starlab weights fetch fan'),
    });
  });

  it('finds it where it was imported to', async () => {
    const path = join(scratch, 'wing.safetensors');
    writeFileSync(path, encodeStoredTensors(prefixed('state_dict.', zerosOf(heatMapNetworkShapes))));
    await importWeights({ path, folder: join(scratch, 'fan') });
    const network = await heatMapNetworkFor({ highPassWeight: 1 }, join(scratch, 'fan'));
    expect(Object.keys(network ?? {})).toEqual(Object.keys(heatMapNetworkShapes));
  });
});

describe('networks of a file', () => {
  it('have the sizes of their tensors as configuration', async () => {
    expect(await configOfWeights(golden(''), ['a', 'b', 'c'])).toMatchObject({
      imageSize: 32,
      baseWidth: 8,
      maxWidth: 32,
      hiddenDimension: 32,
      highPassWeight: 0,
    });
  });

  it('do not go with pictures of another number of domains', async () => {
    const message = 'was trained on 3 domains; the folder has 2 (cat, dog)';
    await expect(configOfWeights(golden(''), ['cat', 'dog'])).rejects.toThrow(message);
  });

  it('are asked for by a name that there is', async () => {
    await importWeights({ path: golden(''), folder: join(scratch, 'named'), name: 'published' });
    const path = join(scratch, 'named', 'published.safetensors');
    expect(await findWeights(join(scratch, 'named'), 'published')).toBe(path);
    expect(await findWeights(join(scratch, 'named'), golden(''))).toBe(golden(''));
    await expect(findWeights(join(scratch, 'named'), 'publisht')).rejects.toMatchObject({
      message: 'There is no file publisht, and no weights of that name.',
      remedy: expect.stringContaining('There are: published.'),
    });
  });
});
