// The state of networks stepped by Adam alone, by parameter, through its vectors and back.
import { expect, test } from 'vitest';
import { initialModules, packModules, unpackModules } from './modules.ts';

const shapes = { one: { a: [3], b: [1024, 512], c: [2, 2], d: [4] }, two: { a: [2, 3] } };

const counting = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, index) => index);

const weightsOf = (ofNetwork: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(
    Object.entries(ofNetwork).map(([name, shape]) => [name, { shape, data: counting(shape) }]),
  );

test('a state of several vectors a network comes back by parameter as it was', () => {
  const initial = initialModules({ one: weightsOf(shapes.one), two: weightsOf(shapes.two) }, shapes);
  const state = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
  const packed = packModules(state, shapes);
  const lengths = Object.entries(packed).map(([name, { shape }]) => [name, ...shape]);
  expect(lengths.filter(([name]) => String(name).startsWith('moment2/'))).toEqual([
    ['moment2/one/0', 3],
    ['moment2/one/1', 1024 * 512],
    ['moment2/one/2', 8],
    ['moment2/two/0', 6],
  ]);
  const vectors = Object.fromEntries(Object.entries(packed).map(([name, { data }]) => [name, data]));
  const unpacked = unpackModules(vectors, shapes);
  expect(Object.keys(unpacked)).toEqual(Object.keys(state));
  // One by one: comparing long arrays takes the test runner seconds.
  const differing = Object.entries(unpacked).filter(
    ([name, values]) =>
      values.length !== state[name]?.length || values.some((value, index) => value !== state[name]?.[index]),
  );
  expect(differing.map(([name]) => name)).toEqual([]);
});
