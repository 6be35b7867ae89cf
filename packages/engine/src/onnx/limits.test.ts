// On the tested device: `npm run test:webgpu` runs this file where the limits hold.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate, expectSameResults, testedDevice, withDerivatives } from '../../test/on-device.ts';
import { createSession } from '../devices/session.ts';
import { conv2d } from '../ops/index.ts';
import { noLimits, webgpuLimits } from './limits.ts';
import { encodeModel, type OnnxNode } from './model.ts';

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

test.each([
  { what: 'few positions', size: 12 },
  { what: 'many, so that blocks are taken as channels and products are batched', size: 34 },
])('both derivatives of a convolution of stride 2: $what', async ({ size }) => {
  const step = withDerivatives(({ x, weight }) =>
    conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, { stride: 2, padding: 1 }),
  );
  await agree(step, { x: [2, 3, size, size], weight: [4, 3, 4, 4] });
});

test('batched products, each operand as it is and transposed', async () => {
  const product = (a: number[], b: number[], transposeA: boolean, transposeB: boolean) =>
    agree(({ x, y }) => ({ y: tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB) }), {
      x: a,
      y: b,
    });
  await product([2, 3, 5], [2, 5, 4], false, false);
  await product([2, 5, 3], [2, 5, 4], true, false);
  await product([2, 3, 5], [2, 4, 5], false, true);
  await product([2, 5, 3], [2, 4, 5], true, true);
});

test('the sign of a number is 0 for 0', async () => {
  const x = Float32Array.from([-2, -1e-20, 0, 1e-20, 3e4]);
  const { y } = await evaluate((t) => ({ y: tf.sign(t['x'] as tf.Tensor) }), { x: [5] }, { inputs: { x } });
  expect([...(y ?? [])]).toEqual([-1, -1, 0, 1, 1]);
});

const lacking: Record<string, Omit<OnnxNode, 'op' | 'outputs'>> = {
  FusedMatMul: { inputs: ['x', 'x'], domain: 'com.microsoft' },
  Sign: { inputs: ['x'] },
  SpaceToDepth: { inputs: ['x'], attributes: { blocksize: 1 } },
};

test.runIf(testedDevice === 'webgpu').each([...webgpuLimits.lacks])(
  '%s has no kernel, and no session runs it on the CPU instead',
  async (op) => {
    const value = { type: 'float32', shape: [1, 1, 2, 2] } as const;
    const node: OnnxNode = { op, inputs: ['x'], outputs: ['y'], ...lacking[op] };
    const model = {
      nodes: [node],
      inputs: [{ name: 'x', ...value }],
      outputs: [{ name: 'y', ...value }],
      initialisers: [],
    };
    const options = { provider: 'webgpu', constantWeights: false } as const;
    await expect(createSession(encodeModel(model), options)).rejects.toThrow('fallback to CPU EP');
  },
);
