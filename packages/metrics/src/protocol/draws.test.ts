import { describe, expect, it } from 'vitest';
import { seededDraws } from './draws.ts';
import { referenceBatches } from './reference-batches.ts';

const draw = { source: 'cat', target: 'dog', output: 2, latentDimension: 16 };

describe('seeded draws', () => {
  it('give an image its latent whatever batch it comes in', () => {
    const draws = seededDraws(3);
    const together = draws.latents({ ...draw, images: [4, 5, 6] });
    expect(draws.latents({ ...draw, images: [5] })).toEqual(together.slice(16, 32));
  });

  it('are fresh for every image, output, task and seed', () => {
    const first = (changed: object, seed = 3) =>
      seededDraws(seed).latents({ ...draw, images: [4], ...changed })[0] ?? Number.NaN;
    const values = [
      first({}),
      first({ output: 3 }),
      first({ images: [5] }),
      first({ target: 'wild' }),
      first({}, 4),
    ];
    expect(new Set(values).size).toBe(5);
  });

  it('order references by a permutation, another in every pass', () => {
    const draws = seededDraws(3);
    const orders = [0, 1].map((pass) => draws.referenceOrder({ target: 'dog', pass, count: 50 }));
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(orders[0]).not.toEqual(orders[1]);
  });
});

describe('reference batches', () => {
  const batches = (count: number, batchSize: number, take: number): number[][] => {
    const inOrder = {
      ...seededDraws(0),
      referenceOrder: ({ count: n }: { count: number }) => [...Array(n).keys()],
    };
    const sequence = referenceBatches({ target: 'dog', count, batchSize, draws: inOrder });
    return Array.from({ length: take }, () => sequence.next().value as number[]);
  };

  it('drop the short last batch of a pass', () => {
    expect(batches(5, 2, 3)).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
    ]);
  });

  it('repeat images within a batch where there are fewer than a batch', () => {
    expect(batches(2, 5, 1)).toEqual([[0, 1, 0, 1, 0]]);
  });
});
