import { afterAll, expect, test } from 'vitest';
import { testedDevice } from '../../test/on-device.ts';
import { encodeModel } from '../onnx/model.ts';
import { createSession, onHost, type ExecutionProvider, type Tensor } from './session.ts';
import { SharedState } from './state.ts';

const provider: ExecutionProvider = testedDevice === 'webgpu' ? 'webgpu' : 'cpu';
const shape = [2, 3];
const doubling = await createSession(
  encodeModel({
    nodes: [{ op: 'Add', inputs: ['a', 'a'], outputs: ['next'] }],
    inputs: [{ name: 'a', type: 'float32', shape }],
    outputs: [{ name: 'next', type: 'float32', shape }],
    initialisers: [],
  }),
  { provider, constantWeights: false, kept: ['next'] },
);
afterAll(() => doubling.release());

const newState = (): SharedState =>
  new SharedState(
    {
      a: { shape, data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      b: { shape: [1], data: Float32Array.of(7) },
    },
    provider,
  );

async function double(state: SharedState): Promise<void> {
  const { next } = await doubling.run({ a: state.tensor('a') as Tensor });
  state.advance((name) => (name === 'a' ? next : undefined));
}

test('what a step gives stays where it was computed, and is read from there', async () => {
  const state = newState();
  await double(state);
  await double(state);
  expect(onHost(state.tensor('a') as Tensor)).toBe(provider === 'cpu');
  expect(onHost(state.tensor('b') as Tensor)).toBe(true);
  const expected = { a: Float32Array.of(4, 8, 12, 16, 20, 24), b: Float32Array.of(7) };
  expect(await state.read()).toEqual(expected);
  expect(await state.read()).toEqual(expected);
});

test('written values are the next step’s, and later changes to the array given are not', async () => {
  const state = newState();
  await double(state);
  const written = new Float32Array(6).fill(5);
  state.write({ a: written });
  written.fill(0);
  await double(state);
  expect(await state.read()).toEqual({ a: new Float32Array(6).fill(10), b: Float32Array.of(7) });
});

test('the last program that leaves takes the values of a GPU with it, and none before', async () => {
  const state = newState();
  state.join();
  state.join();
  await double(state);
  state.leave();
  expect((await state.read())['a']).toEqual(Float32Array.of(2, 4, 6, 8, 10, 12));
  const held = state.tensor('a') as Tensor;
  const initial = state.tensor('b') as Tensor;
  state.leave();
  expect(held.location).toBe(provider === 'cpu' ? 'cpu' : 'none');
  expect(initial.data).toEqual(Float32Array.of(7));
});

test('no step comes between while values are on their way to the host', async () => {
  const state = newState();
  await double(state);
  const reading = state.read();
  expect(state.running).toBe(provider !== 'cpu');
  await reading;
  expect(state.running).toBe(false);
});

test('nothing is read or written between two steps', async () => {
  const state = newState();
  state.running = true;
  await expect(state.read()).rejects.toThrow('readState was called while the program is running');
  expect(() => state.write({ b: Float32Array.of(1) })).toThrow('writeState was called while');
});

test('a tensor of the wrong size is refused before anything is written', async () => {
  const state = newState();
  expect(() => state.write({ b: Float32Array.of(1), a: new Float32Array(5) })).toThrow('[2, 3] takes 6');
  expect((await state.read())['b']).toEqual(Float32Array.of(7));
});
