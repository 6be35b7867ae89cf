import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, expectSameResults, withDerivatives } from '../../test/on-device.ts';
import type { Tensors } from '../index.ts';
import { conv2d, convTranspose2d, type Conv2dOptions } from './index.ts';

const image = (x: tf.Tensor | undefined): tf.Tensor4D => x as tf.Tensor4D;
const convolve =
  (options: Omit<Conv2dOptions, 'bias'>) =>
  ({ x, weight, bias }: Tensors): tf.Tensor =>
    conv2d(image(x), image(weight), { ...options, ...(bias && { bias: bias as tf.Tensor1D }) });

test('a kernel with a one in the middle leaves the image as it is', async () => {
  const x = Float32Array.from({ length: 12 }, (_, i) => i);
  const weight = Float32Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  const shapes = { x: [1, 1, 3, 4], weight: [1, 1, 3, 3] };
  const { y } = await evaluate((t) => ({ y: convolve({ padding: 1 })(t) }), shapes, {
    inputs: { x, weight },
  });
  expect(y).toEqual(x);
});

test('a kernel of ones counts its window, fewer at the border', async () => {
  const shapes = { x: [1, 1, 3, 3], weight: [1, 1, 3, 3], bias: [1] };
  const ones = new Float32Array(9).fill(1);
  const inputs = { x: ones, weight: ones, bias: Float32Array.from([0.5]) };
  const { y } = await evaluate((t) => ({ y: convolve({ padding: 1 })(t) }), shapes, { inputs });
  expect([...(y ?? [])]).toEqual([4.5, 6.5, 4.5, 6.5, 9.5, 6.5, 4.5, 6.5, 4.5]);
});

const geometry = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    c: fc.integer({ min: 1, max: 6 }),
    o: fc.integer({ min: 1, max: 5 }),
    size: fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    stride: fc.constantFrom<number | [number, number]>(1, 1, 2, [1, 2]),
    padding: fc.constantFrom<number | [number, number]>(0, 1, [0, 2], [1, 0]),
  })
  .filter(({ size, kernel }) => kernel[0] <= size[0] && kernel[1] <= size[1]);

test('agrees with tfjs-cpu forward and through two derivatives, whatever the geometry', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, async ({ n, c, o, size, kernel, stride, padding }) => {
      const f = withDerivatives(convolve({ stride, padding }));
      const shapes = { x: [n, c, ...size], weight: [o, c, ...kernel], bias: [o] };
      expectSameResults(await evaluate(f, shapes), await evaluate(f, shapes, { device: 'tfjs-cpu' }));
    }),
    { numRuns: 12, seed: 7 },
  );
});

test.each([
  {
    what: 'many positions, a product per sample',
    shapes: { x: [2, 5, 18, 18], weight: [3, 5, 3, 3] },
    padding: 1,
  },
  {
    what: 'many positions, an uneven kernel without padding',
    shapes: { x: [2, 5, 13, 24], weight: [3, 5, 2, 3] },
    padding: 0,
  },
  { what: 'many positions, 1×1', shapes: { x: [2, 5, 18, 18], weight: [3, 5, 1, 1] }, padding: 0 },
  { what: 'three channels, stacked taps', shapes: { x: [2, 3, 8, 8], weight: [4, 3, 3, 3] }, padding: 1 },
  { what: 'a kernel as large as its input', shapes: { x: [3, 6, 4, 4], weight: [5, 6, 4, 4] }, padding: 0 },
  { what: '1×1 on one pixel', shapes: { x: [3, 6, 1, 1], weight: [5, 6, 1, 1] }, padding: 0 },
])('agrees with tfjs-cpu: $what', async ({ shapes, padding }) => {
  const f = withDerivatives(convolve({ padding }));
  expectSameResults(await evaluate(f, shapes), await evaluate(f, shapes, { device: 'tfjs-cpu' }));
});

test('the input gradient is the adjoint of the convolution', async () => {
  const shapes = { x: [2, 3, 7, 6], weight: [4, 3, 3, 2], dy: [2, 4, 4, 4] };
  const f = ({ x, weight, dy }: Tensors): Record<string, tf.Tensor> => {
    const forward = (input: tf.Tensor): tf.Tensor =>
      conv2d(image(input), image(weight), { stride: [2, 2], padding: 1 });
    const dx = tf.grad(forward)(image(x), dy);
    return { left: tf.sum(tf.mul(forward(image(x)), image(dy))), right: tf.sum(tf.mul(dx, image(x))) };
  };
  const { left, right } = await evaluate(f, shapes);
  // Both are sums of about 130 products of size 1.
  expect(left?.[0]).toBeCloseTo(right?.[0] ?? Number.NaN, 3);
});

test('a transposed convolution of stride 2 spreads each pixel with the kernel', async () => {
  const shapes = { x: [1, 1, 1, 2], weight: [1, 1, 3, 3], bias: [1] };
  const f = ({ x, weight, bias }: Tensors): Record<string, tf.Tensor> => ({
    y: convTranspose2d(image(x), image(weight), {
      stride: 2,
      padding: 1,
      outputPadding: 1,
      bias: bias as tf.Tensor1D,
    }),
  });
  const weight = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const inputs = { x: Float32Array.from([1, 10]), weight, bias: Float32Array.from([0.5]) };
  for (const device of ['cpu', 'tfjs-cpu'] as const) {
    const { y } = await evaluate(f, shapes, { inputs, device });
    expect([...(y ?? [])]).toEqual([5.5, 46.5, 50.5, 60.5, 8.5, 79.5, 80.5, 90.5]);
  }
});

test('a transposed convolution agrees with tfjs-cpu forward and through two derivatives', async () => {
  const shapes = { x: [2, 3, 4, 5], weight: [3, 2, 3, 3], bias: [2] };
  const f = withDerivatives(({ x, weight, bias }) =>
    convTranspose2d(image(x), image(weight), {
      stride: 2,
      padding: 1,
      outputPadding: 1,
      bias: bias as tf.Tensor1D,
    }),
  );
  expectSameResults(await evaluate(f, shapes), await evaluate(f, shapes, { device: 'tfjs-cpu' }));
});

test('names the shapes when channels differ or the kernel does not fit', () => {
  const zeros = (...shape: [number, number, number, number]): tf.Tensor4D =>
    ({ shape, rank: 4 }) as tf.Tensor4D;
  expect(() => conv2d(zeros(1, 3, 4, 4), zeros(2, 5, 3, 3))).toThrow(
    'input [1, 3, 4, 4], weight [2, 5, 3, 3]',
  );
  expect(() => conv2d(zeros(1, 3, 2, 2), zeros(2, 3, 5, 5))).toThrow('larger than the padded input');
});
