import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate, expectSameResults, withDerivatives } from '../../test/on-device.ts';
import type { Tensors } from '../index.ts';

const x = (t: Tensors): tf.Tensor => t['x'] as tf.Tensor;
const positive = (t: Tensors): tf.Tensor => tf.add(tf.square(x(t)), 0.5);
const row = tf.broadcastTo;

/** Functions of x `[3, 4]`; each is differentiated twice by the formulas of the table and by differences. */
const functions: Record<string, (t: Tensors) => tf.Tensor> = {
  addition: (t) => tf.add(x(t), tf.sum(x(t), 0)),
  subtraction: (t) => tf.sub(tf.mean(x(t), 1, true), x(t)),
  multiplication: (t) => tf.mul(x(t), tf.sum(x(t), 1, true)),
  division: (t) => tf.div(x(t), positive(t)),
  'squared difference': (t) => tf.squaredDifference(x(t), tf.mean(x(t))),
  power: (t) => tf.pow(positive(t), tf.sigmoid(x(t))),
  exponential: (t) => tf.exp(x(t)),
  logarithm: (t) => tf.add(tf.log(positive(t)), tf.log1p(positive(t))),
  roots: (t) => tf.add(tf.sqrt(positive(t)), tf.rsqrt(positive(t))),
  reciprocal: (t) => tf.reciprocal(positive(t)),
  sigmoid: (t) => tf.sigmoid(x(t)),
  softplus: (t) => tf.softplus(x(t)),
  tanh: (t) => tf.tanh(x(t)),
  relu: (t) => tf.mul(tf.relu(x(t)), x(t)),
  absolute: (t) => tf.mul(tf.abs(x(t)), x(t)),
  extremes: (t) => tf.add(tf.maximum(x(t), 0.3), tf.minimum(tf.square(x(t)), 0.6)),
  clipping: (t) => tf.square(tf.clipByValue(x(t), -0.6, 0.85)),
  choice: (t) => tf.where(tf.greater(x(t), 0), tf.square(x(t)), tf.mul(x(t), 3)),
  'largest value': (t) => tf.mul(tf.max(x(t), 1, true), x(t)),
  softmax: (t) => tf.softmax(x(t)),
  'logarithm of a sum of exponentials': (t) => tf.logSumExp(x(t), 1),
  'matrix products': (t) =>
    tf.addN([
      tf.matMul(x(t), x(t), false, true),
      tf.matMul(tf.slice(x(t), [0, 0], [3, 3]), tf.slice(x(t), [0, 1], [3, 3]), true, false),
      tf.matMul(tf.slice(x(t), [0, 0], [3, 3]), tf.slice(x(t), [0, 1], [3, 3]), true, true),
      tf.matMul(tf.slice(x(t), [0, 0], [3, 3]), tf.slice(x(t), [0, 1], [3, 3])),
    ]),
  'joining and cutting': (t) => {
    const [left, right] = tf.split(x(t), [1, 3], 1) as [tf.Tensor, tf.Tensor];
    return tf.mul(
      tf.concat([right, left], 1),
      tf.pad(tf.slice(x(t), [1, 0], [2, 4]), [
        [0, 1],
        [0, 0],
      ]),
    );
  },
  'stacking and unstacking': (t) => {
    const [first, second] = tf.unstack(x(t), 0) as [tf.Tensor, tf.Tensor];
    return tf.mul(tf.stack([first, second], 1), tf.transpose(tf.slice(x(t), [0, 0], [2, 4])));
  },
  'repeating and mirroring': (t) => tf.mul(tf.tile(x(t), [1, 2]), tf.tile(tf.square(x(t)), [1, 2])),
  broadcasting: (t) => tf.mul(row(tf.sum(x(t), 0, true), [3, 4]), x(t)),
  'more axes': (t) => tf.mul(tf.expandDims(x(t), 1), tf.reshape(tf.square(x(t)), [1, 3, 4])),
};

const SHAPES = { x: [3, 4] };

test.each(Object.entries(functions))('%s: traced and eager derivatives agree', async (_name, f) => {
  const step = withDerivatives(f);
  expectSameResults(await evaluate(step, SHAPES), await evaluate(step, SHAPES, { device: 'tfjs-cpu' }));
});

test.each(Object.entries(functions))(
  '%s: both derivatives are the slopes of what they derive',
  async (_name, f) => {
    const energy = (t: tf.Tensor): tf.Scalar => tf.sum(tf.square(f({ x: t })));
    const slope = (t: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.grad(energy)(t)));
    const step = 1e-2;
    const along = ({ x: at, direction }: Tensors): Record<string, tf.Tensor> => {
      const difference = (g: (t: tf.Tensor) => tf.Scalar): tf.Tensor => {
        const moved = (factor: number): tf.Scalar =>
          g(tf.add(at as tf.Tensor, tf.mul(direction as tf.Tensor, factor * step)));
        // Fourth order: (8 (g(+h) − g(−h)) − (g(+2h) − g(−2h))) / 12h.
        const near = tf.sub(moved(1), moved(-1));
        const far = tf.sub(moved(2), moved(-2));
        return tf.div(tf.sub(tf.mul(near, 8), far), 12 * step);
      };
      const derivative = (g: (t: tf.Tensor) => tf.Scalar): tf.Tensor =>
        tf.sum(tf.mul(tf.grad(g)(at as tf.Tensor), direction as tf.Tensor));
      return {
        first: tf.sub(derivative(energy), difference(energy)),
        second: tf.sub(derivative(slope), difference(slope)),
        sizes: tf.stack([
          tf.norm(tf.grad(energy)(at as tf.Tensor)),
          tf.norm(tf.grad(slope)(at as tf.Tensor)),
        ]),
      };
    };
    const { first, second, sizes } = await evaluate(along, { ...SHAPES, direction: [3, 4] });
    // Rounding of the function, 1e-7 of its value, divided by the step; a wrong term is of the size of the value.
    expect(Math.abs(first?.[0] ?? Number.NaN) / (sizes?.[0] ?? 0)).toBeLessThan(1e-3);
    expect(Math.abs(second?.[0] ?? Number.NaN) / (sizes?.[1] ?? 0)).toBeLessThan(5e-3);
  },
);
