// Clipping against a closed form: it is the norm over all tensors that counts.
import { expectAllClose } from '@starlab/testing';
import { it } from 'vitest';
import { entry, evaluate, tensorOf } from '../../test/evaluate.ts';
import { clipGradients } from './clip-gradients.ts';

const rounding = { absolute: 1e-6, relative: 1e-5 };

it('scales gradients of norm 13 to a limit of 6.5, and leaves those within it alone', async () => {
  const inputs = { weight: tensorOf([3, 4], [1, 2]), bias: tensorOf([12]) };
  const outputs = await evaluate((gradients) => {
    const clipped = clipGradients(gradients, 6.5);
    const kept = clipGradients(gradients, 20);
    return {
      weight: entry(clipped, 'weight'),
      bias: entry(clipped, 'bias'),
      keptBias: entry(kept, 'bias'),
    };
  }, inputs);
  expectAllClose(entry(outputs, 'weight'), [1.5, 2], rounding);
  expectAllClose(entry(outputs, 'bias'), [6], rounding);
  expectAllClose(entry(outputs, 'keptBias'), [12], { absolute: 0, relative: 0 });
});
