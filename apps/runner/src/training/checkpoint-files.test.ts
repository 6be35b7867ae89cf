import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestCheckpoint, saveCheckpoint } from './checkpoint-files.ts';

const bytes = (value: number): Uint8Array => new Uint8Array(10).fill(value);
const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'starlab-checkpoints-')), 'checkpoints');

test('the newest checkpoint is the one with the highest iteration', () => {
  const folder = newFolder();
  for (const step of [250, 1000, 500]) saveCheckpoint(folder, step, bytes(step % 251));
  const latest = latestCheckpoint(folder);
  expect(latest?.step).toBe(1000);
  expect(new Uint8Array(readFileSync(latest?.path ?? ''))).toEqual(bytes(1000 % 251));
});

test('only the last three stay', () => {
  const folder = newFolder();
  for (const step of [1, 2, 3, 4, 5]) saveCheckpoint(folder, step, bytes(step));
  expect(readdirSync(folder).sort()).toEqual([3, 4, 5].map((step) => `step-000000${step}.safetensors`));
});

test('a half-written file is never taken for a checkpoint', () => {
  const folder = newFolder();
  saveCheckpoint(folder, 1, bytes(1));
  writeFileSync(join(folder, 'step-0000002.safetensors.partial'), 'half');
  expect(latestCheckpoint(folder)?.step).toBe(1);
});

test('there is none in a folder that does not exist', () => {
  expect(latestCheckpoint(newFolder())).toBeUndefined();
});
