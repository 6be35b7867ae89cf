import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate, expectSameResults, withDerivatives } from '../../test/on-device.ts';
import type { Tensors } from '../index.ts';
import {
  averagePool2,
  averagePool2d,
  instanceNorm,
  leakyRelu,
  maxPool2d,
  reflectPad2d,
  resizeBilinear,
  stopGradient,
  upsample2,
} from './index.ts';

const image = (x: tf.Tensor | undefined): tf.Tensor4D => x as tf.Tensor4D;

const differentiable: Record<string, (inputs: Tensors) => tf.Tensor> = {
  averagePool2: ({ x }) => averagePool2(image(x)),
  upsample2: ({ x }) => upsample2(image(x)),
  'leakyRelu, which is squared so that a second derivative exists': ({ x }) => tf.square(leakyRelu(image(x))),
  'leakyRelu with another slope': ({ x }) => tf.square(leakyRelu(image(x), 0.01)),
  'averagePool2d counting the padding': ({ x }) =>
    averagePool2d(image(x), { size: 3, stride: 1, padding: 1 }),
  'averagePool2d not counting it': ({ x }) =>
    averagePool2d(image(x), { size: 3, stride: 2, padding: 1, countPadding: false }),
  'reflectPad2d by one': ({ x }) => tf.square(reflectPad2d(image(x), 1)),
  'reflectPad2d by as much as fits': ({ x }) => tf.square(reflectPad2d(image(x), 3)),
  // The sum of squares of a normalised tensor is constant; the cube is not.
  instanceNorm: ({ x }) => tf.pow(instanceNorm(image(x)), tf.scalar(3)),
};

test.each(Object.entries(differentiable))(
  '%s agrees with tfjs-cpu through two derivatives',
  async (_name, f) => {
    const shapes = { x: [2, 3, 4, 6] };
    const step = withDerivatives(f);
    expectSameResults(await evaluate(step, shapes), await evaluate(step, shapes, { device: 'tfjs-cpu' }));
  },
);

const inferenceOnly: Record<string, (x: tf.Tensor4D) => tf.Tensor> = {
  maxPool2d: (x) => maxPool2d(x, { size: 3, stride: 2, padding: 1 }),
  'resizeBilinear up': (x) => resizeBilinear(x, [11, 13]),
  'resizeBilinear down': (x) => resizeBilinear(x, [3, 4]),
};

test.each(Object.entries(inferenceOnly))('%s agrees with tfjs-cpu', async (_name, f) => {
  const shapes = { x: [2, 3, 7, 8] };
  const step = ({ x }: Tensors): Record<string, tf.Tensor> => ({ y: f(image(x)) });
  expectSameResults(await evaluate(step, shapes), await evaluate(step, shapes, { device: 'tfjs-cpu' }));
});

test('the second derivative of instance norm is the slope of the first', async () => {
  // Finite differences check what the two devices share: the formula.
  const shapes = { x: [1, 2, 3, 3], direction: [1, 2, 3, 3] };
  const first = (x: tf.Tensor): tf.Tensor =>
    tf.grad((t) => tf.sum(tf.pow(instanceNorm(image(t)), tf.scalar(3))))(x);
  const length = (x: tf.Tensor): tf.Tensor => tf.sum(tf.square(first(x)));
  const step = 1e-3;
  const f = ({ x, direction }: Tensors): Record<string, tf.Tensor> => {
    const at = (sign: number): tf.Tensor => length(tf.add(image(x), tf.mul(image(direction), sign * step)));
    return {
      analytic: tf.sum(tf.mul(tf.grad(length)(image(x)), image(direction))),
      numeric: tf.div(tf.sub(at(1), at(-1)), 2 * step),
    };
  };
  const { analytic, numeric } = await evaluate(f, shapes);
  const expected = numeric?.[0] ?? Number.NaN;
  // Central differences: truncation of order step², and rounding of 1e-7/step.
  expect(Math.abs((analytic?.[0] ?? 0) / expected - 1)).toBeLessThan(2e-3);
});

test('leakyRelu keeps positive values and takes a fifth of the others, with slope 0.2 at zero', async () => {
  const inputs = { x: Float32Array.from([-5, 0, 2]) };
  const f = ({ x }: Tensors): Record<string, tf.Tensor> => ({
    y: leakyRelu(image(x)),
    slope: tf.grad((t) => leakyRelu(t))(image(x)),
  });
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const { y, slope } = await evaluate(f, { x: [3] }, { inputs, device });
    expect([...(y ?? [])]).toEqual([-1, 0, 2]);
    expect([...(slope ?? [])]).toEqual([Math.fround(0.2), Math.fround(0.2), 1]);
  }
});

test('stopGradient lets the value through and nothing back', async () => {
  const f = ({ x }: Tensors): Record<string, tf.Tensor> => ({
    gradient: tf.grad((t) => tf.sum(tf.mul(t, stopGradient(t))))(image(x)),
  });
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const { gradient } = await evaluate(
      f,
      { x: [3] },
      { inputs: { x: Float32Array.from([1, 2, 3]) }, device },
    );
    expect([...(gradient ?? [])]).toEqual([1, 2, 3]);
  }
});

test('averagePool2d shares an average’s gradient among the positions it was taken over', async () => {
  // Of the padded rows 0–4, windows see the real rows {0, 1} and {1, 2}; every average is over four pixels.
  const f = ({ x }: Tensors): Record<string, tf.Tensor> => {
    const pooled = (t: tf.Tensor): tf.Tensor =>
      averagePool2d(image(t), { size: 3, stride: 2, padding: 1, countPadding: false });
    return { y: pooled(image(x)), gradient: tf.grad((t) => tf.sum(pooled(t)))(image(x)) };
  };
  const inputs = { x: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]) };
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const { y, gradient } = await evaluate(f, { x: [1, 1, 3, 3] }, { inputs, device });
    expect([...(y ?? [])]).toEqual([3, 4, 6, 7]);
    expect([...(gradient ?? [])]).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1].map((windows) => windows / 4));
  }
});

test('reflectPad2d mirrors the plane without repeating its border', async () => {
  const f = ({ x }: Tensors): Record<string, tf.Tensor> => ({
    y: reflectPad2d(image(x), 1),
    gradient: tf.grad((t) => tf.sum(reflectPad2d(image(t), 1)))(image(x)),
  });
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const inputs = { x: Float32Array.from([1, 2, 3, 4, 5, 6]) };
    const { y, gradient } = await evaluate(f, { x: [1, 1, 2, 3] }, { inputs, device });
    expect([...(y ?? [])]).toEqual([5, 4, 5, 6, 5, 2, 1, 2, 3, 2, 5, 4, 5, 6, 5, 2, 1, 2, 3, 2]);
    expect([...(gradient ?? [])]).toEqual([2, 6, 2, 2, 6, 2]);
  }
});

test('reflectPad2d refuses a padding beyond the opposite border', () => {
  expect(() => reflectPad2d({ shape: [1, 1, 3, 4] } as tf.Tensor4D, 3)).toThrow('too wide for [1, 1, 3, 4]');
});

test('averagePool2 refuses odd sizes', () => {
  expect(() => averagePool2({ shape: [1, 1, 3, 4] } as tf.Tensor4D)).toThrow('even, given [1, 1, 3, 4]');
});
