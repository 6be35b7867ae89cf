// On the tested device: `npm run test:webgpu` runs this file where the limits hold.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate, expectSameResults } from '../../test/on-device.ts';
import { conv2d } from '../ops/index.ts';
import { noLimits, webgpuLimits } from './limits.ts';

const agree = async (
  step: Parameters<typeof evaluate>[0],
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<void> =>
  expectSameResults(await evaluate(step, shapes), await evaluate(step, shapes, { device: 'tfjs-cpu' }));

test.each([6, 9, 15, 21])('a convolution of %i channels into four', async (channels) => {
  const shapes = { x: [2, channels, 5, 7], weight: [4, channels, 3, 3], bias: [4] };
  await agree(
    ({ x, weight, bias }) => ({
      y: conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, { padding: 1, bias: bias as tf.Tensor1D }),
    }),
    shapes,
  );
});

test('a vector of sixty parts, changed one by one and joined again', async () => {
  const sizes = Array.from({ length: 60 }, (_, i) => 1 + (i % 5));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  await agree(
    ({ x }) => {
      const parts = tf.split(x as tf.Tensor, sizes, 0);
      const changed = parts.map((part, i) => tf.mul(part, i + 1));
      return { y: tf.concat(changed, 0), last: changed.at(-1) as tf.Tensor };
    },
    { x: [length] },
  );
});

test('only the convolutions that fail are widened, and none without limits', () => {
  const widened = (channels: number, outputs: number): number =>
    webgpuLimits.convChannels({ channels, outputs });
  expect([3, 4, 5, 6, 9, 12, 21].map((channels) => widened(channels, 8))).toEqual([3, 4, 5, 8, 12, 12, 24]);
  expect(widened(6, 6)).toBe(6);
  expect(noLimits.convChannels({ channels: 6, outputs: 8 })).toBe(6);
});
