import type { Batch } from '@starlab/experiment';
import { expect, test } from 'vitest';
import { feedBatches } from './batch-feed.ts';

const batchOf = (iteration: number): Batch => ({
  source: new Float32Array([iteration]),
  sourceDomain: new Int32Array(1),
  reference: new Float32Array(1),
  reference2: new Float32Array(1),
  targetDomain: new Int32Array(1),
  latent: new Float32Array(1),
  latent2: new Float32Array(1),
});

test('the next batches are made while one is in use, each once, and none beyond the last iteration', async () => {
  const made: number[] = [];
  const feed = feedBatches(
    {
      batch: (iteration) => {
        made.push(iteration);
        return Promise.resolve(batchOf(iteration));
      },
    },
    5,
  );
  expect((await feed.take(0)).source[0]).toBe(0);
  expect(made).toEqual([0, 1, 2, 3]);
  for (const iteration of [1, 2, 3, 4]) expect((await feed.take(iteration)).source[0]).toBe(iteration);
  expect(made).toEqual([0, 1, 2, 3, 4]);
});

test('a batch that cannot be made fails where it is taken', async () => {
  const feed = feedBatches(
    {
      batch: (iteration) =>
        iteration === 1 ? Promise.reject(new Error('corrupt')) : Promise.resolve(batchOf(0)),
    },
    3,
  );
  await feed.take(0);
  await expect(feed.take(1)).rejects.toThrow('corrupt');
});
