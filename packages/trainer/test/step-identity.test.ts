// What the identity of a step leaves out has no effect on its model, and what it tells apart are different models.
import { openDevice, type ModelStore } from '@starlab/engine';
import { resolveConfig, type RunConfigInput } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { expect, test } from 'vitest';
import { compileTraining } from '../src/methods/compile-training.ts';
import { initialState } from '../src/state/state-shapes.ts';

const small = {
  imageSize: 32,
  batchSize: 2,
  baseWidth: 4,
  maxWidth: 8,
  hiddenDimension: 8,
  iterations: 10,
} satisfies RunConfigInput;

/** Every model of the iteration by its key. */
async function modelsOf(input: RunConfigInput): Promise<Map<string, Uint8Array>> {
  const written = new Map<string, Uint8Array>();
  const models: ModelStore = {
    read: () => undefined,
    write: (key, stored) => {
      written.set(key, stored);
    },
  };
  const config = resolveConfig({ ...small, ...input });
  const architecture = architectureOf(config, 2);
  const device = await openDevice('cpu', { models });
  const program = await compileTraining(device, {
    config,
    architecture,
    state: initialState(config, architecture),
  });
  await program.dispose();
  return written;
}

test.each<[string, RunConfigInput]>([
  ['StarGAN v2', { configuration: 'F' }],
  ['StarGAN v2 in parts', { configuration: 'F', accumulationSteps: 2 }],
  ['StarGAN', { configuration: 'A' }],
  ['MUNIT', { method: 'munit', discriminatorScales: 1 }],
])('%s: runs that differ in seed and in what they keep have the same models', async (_, input) => {
  const one = await modelsOf({ ...input, seed: 1 });
  const other = await modelsOf({ ...input, seed: 2, logEvery: 3, sampleEvery: 4, checkpointEvery: 5 });
  expect(one.size).toBeGreaterThan(0);
  expect(other).toEqual(one);
});

test('other weights of the losses have other models', async () => {
  const one = await modelsOf({ lambdaCyc: 1 });
  const other = await modelsOf({ lambdaCyc: 2 });
  expect([...one.keys()]).not.toEqual([...other.keys()]);
  expect([...one.values()]).not.toEqual([...other.values()]);
});
