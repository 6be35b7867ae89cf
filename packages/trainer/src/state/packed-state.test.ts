import { resolveConfig } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { expect, test } from 'vitest';
import { initialVectors, networkLayouts, packState, unpackState, vectorShapes } from './packed-state.ts';
import { initialState } from './state-shapes.ts';

const small = { imageSize: 32, baseWidth: 4, maxWidth: 8, hiddenDimension: 8 };

test.each([
  { ...small, beta1: 0 },
  { ...small, beta1: 0.5, averageDecay: 0 },
])('the first vectors are the first state, packed: %j', (overrides) => {
  const config = resolveConfig(overrides);
  const architecture = architectureOf(config, 3);
  const state = Object.entries(initialState(config, architecture));
  const packed = packState(
    Object.fromEntries(state.map(([name, { data }]) => [name, data])),
    config,
    architecture,
  );
  const vectors = initialVectors(config, architecture);
  expect(vectors).toEqual(Object.fromEntries(Object.entries(packed).map(([name, { data }]) => [name, data])));
  const shapes = Object.entries(packed).map(([name, { shape }]) => [name, shape]);
  expect(vectorShapes(config, architecture)).toEqual(Object.fromEntries(shapes));
});

test('no two of the first vectors share their memory', () => {
  const config = resolveConfig(small);
  const vectors = Object.values(initialVectors(config, architectureOf(config, 3)));
  expect(new Set(vectors.map(({ buffer }) => buffer)).size).toBe(vectors.length);
});

test('a state of several vectors a network comes back by parameter as it was', () => {
  const config = resolveConfig({ ...small, hiddenDimension: 256, beta1: 0.5 });
  const architecture = architectureOf(config, 3);
  expect(networkLayouts(architecture)['mapping_network']?.length).toBeGreaterThan(1);
  const state = Object.fromEntries(
    Object.entries(initialState(config, architecture)).map(([name, { data }], index) => [
      name,
      data.map((value) => value + index),
    ]),
  );
  const vectors = Object.entries(packState(state, config, architecture)).map(([name, { data }]) => [
    name,
    data,
  ]);
  const unpacked = unpackState(Object.fromEntries(vectors), config, architecture);
  expect(Object.keys(unpacked)).toEqual(Object.keys(state));
  // One by one: comparing long arrays takes the test runner seconds.
  const differing = Object.entries(unpacked).filter(
    ([name, values]) =>
      values.length !== state[name]?.length || values.some((value, index) => value !== state[name]?.[index]),
  );
  expect(differing.map(([name]) => name)).toEqual([]);
});
