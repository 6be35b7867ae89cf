// The layouts of a network against what they promise, and vectors packed by them against the parameters in them.
import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { entry, evaluate, tensorOf } from '../../test/evaluate.ts';
import { layoutsOf, lengthOf, parametersIn } from './layout.ts';

const shapes = { a: [2], b: [1, 3], c: [2, 3], d: [], e: [3], f: [2, 2] };

test.each([1, 4, 5, 1000])('no vector of several parameters is longer than %i', (longest) => {
  const layouts = layoutsOf(shapes, longest);
  for (const layout of layouts) if (layout.length > 1) expect(lengthOf(layout)).toBeLessThanOrEqual(longest);
  expect(layouts.flat().map(({ name }) => name)).toEqual(Object.keys(shapes));
});

test('parameters fill a vector while there is room; a longer one has a vector to itself', () => {
  const names = layoutsOf(shapes, 5).map((layout) => layout.map(({ name }) => name));
  expect(names).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']]);
  expect(layoutsOf(shapes, 5).map((layout) => layout.map(({ begin }) => begin))).toEqual([
    [0, 2],
    [0],
    [0, 1],
    [0],
  ]);
});

test('a network without parameters has no vector', () => {
  expect(layoutsOf({})).toEqual([]);
});

test('the parameters of several vectors come in their order and shapes', async () => {
  const layouts = layoutsOf({ a: [2], b: [1, 3], c: [2, 3] }, 5);
  const outputs = await evaluate(
    ({ first, second }) => {
      const parameters = parametersIn([first as tf.Tensor1D, second as tf.Tensor1D], layouts);
      expect(Object.entries(parameters).map(([name, { shape }]) => [name, shape])).toEqual([
        ['a', [2]],
        ['b', [1, 3]],
        ['c', [2, 3]],
      ]);
      return { ...parameters };
    },
    { first: tensorOf([1, 2, 3, 4, 5]), second: tensorOf([6, 7, 8, 9, 10, 11]) },
  );
  expect(entry(outputs, 'a')).toEqual(Float32Array.of(1, 2));
  expect(entry(outputs, 'b')).toEqual(Float32Array.of(3, 4, 5));
  expect(entry(outputs, 'c')).toEqual(Float32Array.of(6, 7, 8, 9, 10, 11));
  expect(() => parametersIn([], layouts)).toThrow('no vector 0 among 0');
});
