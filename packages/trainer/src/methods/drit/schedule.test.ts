// The schedule of mini-batches against counting one by one, and the rates at their corners.
import { describe, expect, it } from 'vitest';
import { miniBatch, rateFactor } from './schedule.ts';

const epochs = { epochs: 1200, decayFromEpoch: 600 };

describe('a mini-batch', () => {
  it('is full every third time, and the last two of an epoch always', () => {
    const schedule = { ...epochs, miniBatchesPerEpoch: 8, contentInterval: 3 };
    const kinds = Array.from({ length: 10 }, (_, number) => miniBatch(number, schedule).kind);
    const [c, f] = ['content', 'full'];
    expect(kinds).toEqual([c, c, f, c, c, f, f, f, c, c]);
  });

  it.each([1, 2, 3, 5, 6, 7, 100])('knows how many full ones came before it, %i to an epoch', (perEpoch) => {
    const schedule = { ...epochs, miniBatchesPerEpoch: perEpoch, contentInterval: 3 };
    let full = 0;
    for (let number = 0; number < 3 * perEpoch; number++) {
      const at = miniBatch(number, schedule);
      expect(at).toMatchObject({ fullBefore: full, epoch: Math.floor(number / perEpoch) });
      if (at.kind === 'full') full += 1;
    }
  });
});

describe('the rate', () => {
  it('stays until the decay begins and then falls linearly, never to 0 within the epochs', () => {
    const factors = [0, 600, 601, 1200].map((epoch) =>
      rateFactor(epoch, { ...epochs, miniBatchesPerEpoch: 8, contentInterval: 3 }),
    );
    expect(factors).toEqual([1, 1, 1 - 1 / 601, 1 - 600 / 601]);
  });
});
