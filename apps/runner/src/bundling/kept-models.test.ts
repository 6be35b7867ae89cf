import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptModels, modelFolder } from './kept-models.ts';

const root = mkdtempSync(join(tmpdir(), 'starlab-models-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const model = (text: string): Uint8Array => Buffer.from(text);

test('a model is read as it was written, by whoever opens the folder', () => {
  const folder = join(root, 'kept');
  modelFolder(folder).write('a', model('first'));
  modelFolder(folder).write('b', model('second'));
  expect(modelFolder(folder).read('a')).toEqual(model('first'));
  expect(modelFolder(folder).read('c')).toBeUndefined();
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
});

test.each([
  ['cut off', (file: Buffer) => file.subarray(0, -1)],
  ['changed', (file: Buffer) => Buffer.from(file).fill(1, file.length - 1)],
  ['empty', () => Buffer.alloc(0)],
])('a file that is %s counts as none, and is written anew', (name, damaged) => {
  const folder = join(root, name);
  const store = modelFolder(folder);
  store.write('a', model('whole'));
  writeFileSync(join(folder, 'a'), damaged(readFileSync(join(folder, 'a'))));
  expect(store.read('a')).toBeUndefined();
  store.write('a', model('whole'));
  expect(store.read('a')).toEqual(model('whole'));
});

test('where nothing can be written, nothing is kept and nobody is told', () => {
  writeFileSync(join(root, 'a file'), '');
  const store = modelFolder(join(root, 'a file', 'models'));
  store.write('a', model('first'));
  expect(store.read('a')).toBeUndefined();
});

test('the oldest go when there are many', () => {
  const folder = join(root, 'many');
  const store = modelFolder(folder);
  for (let i = 0; i < 30; i++) {
    store.write(`model ${i}`, model(String(i)));
    utimesSync(join(folder, `model ${i}`), i, i);
  }
  expect(readdirSync(folder)).toHaveLength(24);
  expect(store.read('model 29')).toEqual(model('29'));
  expect(store.read('model 0')).toBeUndefined();
});

test('modules that were loaded one by one keep nothing', () => {
  expect(keptModels()).toEqual({});
});
