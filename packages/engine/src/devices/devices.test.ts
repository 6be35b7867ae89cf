import { StarlabError } from '@starlab/experiment';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { expectSameResults, normalValues, testedDevice, type Values } from '../../test/on-device.ts';
import { averagePool2, conv2d, instanceNorm, leakyRelu, upsample2 } from '../ops/index.ts';
import type { StepFunction } from '../trace/trace.ts';
import { availableDevices, openDevice } from './open-device.ts';
import { deviceNames, type DeviceName, type HostTensor, type Program } from './program.ts';

const SHAPES = {
  first: [4, 3, 3, 3],
  bias: [4],
  second: [3, 4, 3, 3],
  shortcut: [3, 4, 1, 1],
  frozen: [1, 3, 1, 1],
};
const INPUTS = { x: [2, 3, 8, 8], rate: [] };

type Parameters = Record<string, tf.Tensor>;

/** A small relative of the real networks: residual, pooled, normalised, with a penalty on the input gradient. */
function loss(p: Parameters, x: tf.Tensor): tf.Scalar {
  const w = (name: string): tf.Tensor4D => p[name] as tf.Tensor4D;
  const h = leakyRelu(
    averagePool2(conv2d(x as tf.Tensor4D, w('first'), { bias: p['bias'] as tf.Tensor1D, padding: 1 })),
  );
  const residual = tf.add(conv2d(h, w('second'), { padding: 1 }), conv2d(h, w('shortcut')));
  const y = tf.mul(instanceNorm(upsample2(residual as tf.Tensor4D)), w('frozen'));
  return tf.mean(tf.softplus(tf.sum(tf.mul(y, x), [1, 2, 3])));
}

const step: StepFunction = (state, { x, rate }) => {
  const { frozen, ...trained } = state as Parameters;
  const names = Object.keys(trained);
  const penalised = (...tensors: tf.Tensor[]): tf.Scalar => {
    const p: Parameters = { frozen: frozen as tf.Tensor };
    names.forEach((name, i) => (p[name] = tensors[i] as tf.Tensor));
    const gradient = tf.grad((input) => loss(p, input))(x as tf.Tensor);
    return tf.add(loss(p, x as tf.Tensor), tf.sum(tf.square(gradient)));
  };
  const gradients = tf.grads(penalised)(Object.values(trained));
  const next = names.map((name, i) => [
    name,
    tf.sub(trained[name] as tf.Tensor, tf.mul(gradients[i] as tf.Tensor, rate as tf.Tensor)),
  ]);
  return {
    state: { frozen: frozen as tf.Tensor, ...Object.fromEntries(next) },
    outputs: { loss: loss(state as Parameters, x as tf.Tensor) },
  };
};

function initialState(): Record<string, HostTensor> {
  const values = normalValues(SHAPES);
  return Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => [name, { shape, data: values[name] as Float32Array }]),
  );
}

const inputsOf = (run: number): Values => ({
  ...normalValues({ x: INPUTS.x }, run + 10),
  rate: Float32Array.from([1e-3]),
});

async function compiled(device: DeviceName = testedDevice, rewrites = true, threads = 1): Promise<Program> {
  const opened = await openDevice(device, { threads, rewrites });
  return opened.compile(step, { state: initialState(), inputs: INPUTS });
}

async function threeRuns(device: DeviceName, rewrites = true, threads = 1): Promise<Values> {
  const program = await compiled(device, rewrites, threads);
  const results: Values = {};
  for (let run = 0; run < 3; run++)
    results[`loss ${run}`] = (await program.run(inputsOf(run)))['loss'] ?? new Float32Array();
  Object.assign(results, await program.readState());
  await program.dispose();
  return results;
}

describe('a program with a state', () => {
  test('is after three runs where the oracle is, with rewrites and without', async () => {
    const expected = await threeRuns('tfjs-cpu');
    expectSameResults(await threeRuns(testedDevice), expected);
    expectSameResults(await threeRuns(testedDevice, false), expected);
  });

  test('gives the same bits twice, on two threads as well', async () => {
    expect(await threeRuns('cpu', true, 2)).toEqual(await threeRuns('cpu', true, 2));
  });

  test('keeps a tensor that the step returns as it was given', async () => {
    const program = await compiled();
    await program.run(inputsOf(0));
    expect((await program.readState())['frozen']).toEqual(initialState()['frozen']?.data);
    await program.dispose();
  });

  test('frees the states it has left behind, but no buffer that it was given only a part of', async () => {
    const device = await openDevice('cpu', { threads: 1 });
    const buffer = Float32Array.from([1, 2, 3, 4]);
    const whole = Float32Array.from([1, 2]);
    const program = await device.compile(
      (given) => ({
        state: Object.fromEntries(Object.entries(given).map(([name, x]) => [name, tf.add(x, 1)])),
        outputs: {},
      }),
      {
        state: { whole: { shape: [2], data: whole }, part: { shape: [2], data: buffer.subarray(0, 2) } },
        inputs: {},
      },
    );
    await program.run({});
    await program.run({});
    expect(await program.readState()).toEqual({
      whole: Float32Array.from([3, 4]),
      part: Float32Array.from([3, 4]),
    });
    expect(whole).toHaveLength(0);
    expect(buffer).toEqual(Float32Array.from([1, 2, 3, 4]));
    await program.dispose();
  });

  test('continues from a written state as if it had never stopped', async () => {
    const program = await compiled();
    await program.run(inputsOf(0));
    const saved = await program.readState();
    await program.run(inputsOf(1));
    const expected = await program.readState();
    program.writeState(saved);
    await program.run(inputsOf(1));
    expect(await program.readState()).toEqual(expected);
    await program.dispose();
  });
});

test.each([testedDevice, 'tfjs-cpu'] as const)(
  'programs alongside each other advance one state on %s',
  async (name) => {
    const device = await openDevice(name);
    const add: StepFunction = ({ a, b }, { x }) => ({
      state: { a: tf.add(a as tf.Tensor, x as tf.Tensor), b: b as tf.Tensor },
      outputs: {},
    });
    const move: StepFunction = ({ a, b }) => ({
      state: { a: a as tf.Tensor, b: tf.add(a as tf.Tensor, b as tf.Tensor) },
      outputs: { b: b as tf.Tensor },
    });
    const one = (value: number): HostTensor => ({ shape: [1], data: Float32Array.of(value) });
    const adding = await device.compile(add, { state: { a: one(1), b: one(10) }, inputs: { x: [1] } });
    const moving = await adding.alongside(move, { inputs: {} });
    await adding.run({ x: Float32Array.of(2) });
    await moving.run({});
    await adding.run({ x: Float32Array.of(5) });
    expect(await moving.run({})).toEqual({ b: Float32Array.of(13) });
    expect(await adding.readState()).toEqual({ a: Float32Array.of(8), b: Float32Array.of(21) });
    await adding.dispose();
    await moving.dispose();
  },
);

test.each([testedDevice, 'tfjs-cpu'] as const)(
  'a state may come while the step is compiled on %s',
  async (name) => {
    const device = await openDevice(name);
    const step: StepFunction = ({ a }) => ({ state: { a: tf.add(a as tf.Tensor, 1) }, outputs: {} });
    const compile = (data: Promise<Float32Array>): Promise<Program> =>
      device.compile(step, { state: { a: { shape: [2], data } }, inputs: {} });
    const program = await compile(new Promise((resolve) => setTimeout(resolve, 20, Float32Array.of(1, 2))));
    await program.run({});
    expect(await program.readState()).toEqual({ a: Float32Array.of(2, 3) });
    await program.dispose();
    await expect(compile(Promise.resolve(new Float32Array(3)))).rejects.toThrow('its shape [2] takes 2');
    await expect(compile(Promise.reject(new Error('no state came')))).rejects.toThrow('no state came');
  },
);

test('constants reach the step with its state and are not returned', async () => {
  const device = await openDevice('cpu', { threads: 1 });
  const program = await device.compile(
    (state, { x }) => ({ state: {}, outputs: { y: tf.mul(x as tf.Tensor, state['c'] as tf.Tensor) } }),
    {
      state: {},
      inputs: { x: [2] },
      constants: { c: { shape: [2], data: Float32Array.from([3, 5]) } },
    },
  );
  const { y } = await program.run({ x: Float32Array.from([1, 2]) });
  expect([...(y ?? [])]).toEqual([3, 10]);
  expect(await program.readState()).toEqual({});
  await program.dispose();
});

test('outputs may be inputs, parts of them, constants and each other', async () => {
  const device = await openDevice(testedDevice, { threads: 1 });
  const swap: StepFunction = ({ a, b }, { x }) => ({
    state: { a: b as tf.Tensor, b: a as tf.Tensor },
    outputs: {
      same: x as tf.Tensor,
      again: x as tf.Tensor,
      one: tf.ones([2]),
      many: tf.zeros([5000]),
      part: tf.split(x as tf.Tensor, 2)[1] as tf.Tensor,
    },
  });
  const tensor = (...data: number[]): HostTensor => ({ shape: [2], data: Float32Array.from(data) });
  const program = await device.compile(swap, {
    state: { a: tensor(1, 2), b: tensor(3, 4) },
    inputs: { x: [2] },
  });
  const outputs = await program.run({ x: Float32Array.from([7, 8]) });
  expect(outputs['same']).toEqual(Float32Array.from([7, 8]));
  expect(outputs['again']).toEqual(Float32Array.from([7, 8]));
  expect(outputs['one']).toEqual(Float32Array.from([1, 1]));
  expect(outputs['many']).toEqual(new Float32Array(5000));
  expect(outputs['part']).toEqual(Float32Array.from([8]));
  expect(await program.readState()).toEqual({ a: Float32Array.from([3, 4]), b: Float32Array.from([1, 2]) });
  await program.dispose();
});

describe('errors say what was given and what is expected', () => {
  const rejected = async (action: () => Promise<unknown>): Promise<StarlabError> => {
    const error: unknown = await action().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StarlabError);
    return error as StarlabError;
  };

  test.each(['cpu', 'tfjs-cpu'] as const)('inputs on %s', async (name) => {
    const program = await compiled(name);
    const rate = Float32Array.from([1]);
    const short = await rejected(() => program.run({ x: new Float32Array(10), rate }));
    expect(short.message).toBe("The input 'x' was given 10 values; its shape [2, 3, 8, 8] takes 384.");
    expect((await rejected(() => program.run({ rate }))).message).toContain("without its input 'x'");
    const slip = await rejected(() => program.run({ ...inputsOf(0), rates: rate }));
    expect(slip.message).toBe("The program has no input 'rates'.");
    expect(slip.remedy).toBe("Did you mean 'rate'?");
    expect(() => program.writeState({ bias: new Float32Array(3) })).toThrow('[4] takes 4');
    await program.dispose();
  });

  test('a state that changes names or shapes', async () => {
    const device = await openDevice('cpu', { threads: 1 });
    const state = { a: { shape: [2], data: new Float32Array(2) } };
    const compile = (f: StepFunction): Promise<Program> => device.compile(f, { state, inputs: {} });
    const renamed = await rejected(() => compile(({ a }) => ({ state: { b: a as tf.Tensor }, outputs: {} })));
    expect(renamed.message).toContain("'a' is missing; 'b' is not part of the state");
    const grown = await rejected(() =>
      compile(({ a }) => ({ state: { a: tf.tile(a as tf.Tensor, [2]) }, outputs: {} })),
    );
    expect(grown.message).toContain("'a' has shape [4], not [2]");
  });

  test('a step that reads values', async () => {
    const device = await openDevice('cpu', { threads: 1 });
    const reading: StepFunction = (state, { x }) => ({
      state,
      outputs: { y: tf.scalar(x?.dataSync()[0] ?? 0) },
    });
    const error = await rejected(() => device.compile(reading, { state: {}, inputs: { x: [1] } }));
    expect(error.message).toContain('only known when the program runs');
  });

  test('a second run before the first has ended', async () => {
    const program = await compiled();
    const first = program.run(inputsOf(0));
    expect((await rejected(() => program.run(inputsOf(1)))).message).toContain(
      'while the program is running',
    );
    await first;
    await program.dispose();
  });

  test('devices that are not there', async () => {
    const unknown = await rejected(() => openDevice('gpu' as DeviceName));
    expect(unknown.message).toBe("There is no device 'gpu'.");
    expect(unknown.remedy).toContain('cpu');
  });
});

test('every device says whether it is there', async () => {
  const devices = await availableDevices();
  expect(devices.map(({ name }) => name)).toEqual([...deviceNames]);
  const available = devices.filter((device) => device.available).map(({ name }) => name);
  expect(available).toContain('cpu');
  expect(available).toContain('tfjs-cpu');
});

test('tracing leaves the active tfjs backend as it was', async () => {
  const oracle = await openDevice('tfjs-cpu');
  await (await oracle.compile((state) => ({ state, outputs: {} }), { state: {}, inputs: {} })).run({});
  const before = tf.getBackend();
  const program = await compiled();
  expect(tf.getBackend()).toBe(before);
  expect([...tf.add(tf.tensor1d([1, 2]), 1).dataSync()]).toEqual([2, 3]);
  await program.dispose();
});
