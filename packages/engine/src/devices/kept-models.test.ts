import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { StepFunction } from '../trace/trace.ts';
import type { ModelStore } from './kept-models.ts';
import { openDevice } from './open-device.ts';

function storeInMemory(): ModelStore & { readonly stored: Map<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    read: (key) => stored.get(key),
    write: (key, bytes) => {
      stored.set(key, bytes);
    },
  };
}

/** Adds x to the total, beside something `fixed` that is state or a constant; and says how often it was traced. */
function countedStep({ constants }: { readonly constants?: true } = {}): {
  readonly step: StepFunction;
  readonly traced: () => number;
} {
  let count = 0;
  const step: StepFunction = ({ total, fixed }, { x }) => {
    count += 1;
    const next = tf.add(total as tf.Tensor, x as tf.Tensor);
    const state = { total: next, ...(!constants && { fixed: fixed as tf.Tensor }) };
    return { state, outputs: { twice: tf.mul(next, fixed as tf.Tensor) } };
  };
  return { step, traced: () => count };
}

interface Given {
  readonly identity?: string;
  readonly length?: number;
  readonly constants?: true;
}

/** Two runs of a program compiled anew. */
async function twoRuns(store: ModelStore, step: StepFunction, { identity, length = 2, constants }: Given) {
  const device = await openDevice('cpu', { models: store });
  const fixed = { shape: [1], data: Float32Array.of(7) };
  const program = await device.compile(step, {
    state: { total: { shape: [length], data: new Float32Array(length) }, ...(!constants && { fixed }) },
    inputs: { x: [length] },
    ...(constants && { constants: { fixed } }),
    ...(identity !== undefined && { identity }),
  });
  const x = new Float32Array(length).fill(0.25);
  const outputs = [await program.run({ x }), await program.run({ x })];
  const state = await program.readState();
  await program.dispose();
  return { outputs, state };
}

test('a step of a known identity is not traced again, and gives the same', async () => {
  const [store, { step, traced }] = [storeInMemory(), countedStep()];
  const first = await twoRuns(store, step, { identity: 'sum' });
  const second = await twoRuns(store, step, { identity: 'sum' });
  expect(traced()).toBe(1);
  expect(second).toEqual(first);
  expect(second.state).toEqual({ total: Float32Array.of(0.5, 0.5), fixed: Float32Array.of(7) });
});

test.each<[string, Given, Given]>([
  ['another identity', { identity: 'sum' }, { identity: 'other' }],
  ['other shapes', { identity: 'sum' }, { identity: 'sum', length: 3 }],
])('%s has a model of its own', async (_, first, second) => {
  const [store, { step, traced }] = [storeInMemory(), countedStep()];
  await twoRuns(store, step, first);
  await twoRuns(store, step, second);
  expect(traced()).toBe(2);
  expect(store.stored.size).toBe(2);
});

test.each<[string, Given]>([
  ['no identity', {}],
  ['constants', { identity: 'sum', constants: true }],
])('of a step with %s nothing is kept', async (_, given) => {
  const [store, { step, traced }] = [storeInMemory(), countedStep(given)];
  await twoRuns(store, step, given);
  await twoRuns(store, step, given);
  expect(traced()).toBe(2);
  expect(store.stored.size).toBe(0);
});
