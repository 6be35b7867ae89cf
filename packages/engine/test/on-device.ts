// For tests: runs a function once on a device, and differentiates it twice.
import * as tf from '@tensorflow/tfjs-core';
import { normalArray } from '@starlab/experiment';
import { expectAllClose } from '@starlab/testing';
import {
  deviceNames,
  openDevice,
  type DeviceName,
  type StepFunction,
  type Tensors,
  type TensorShapes,
} from '../src/index.ts';

/** `STARLAB_TEST_DEVICE`, else the CPU: the device whose results the tests compare with those of plain JavaScript. */
export const testedDevice: DeviceName =
  deviceNames.find((name) => name === process.env['STARLAB_TEST_DEVICE']) ?? 'cpu';

export type Values = Record<string, Float32Array>;

/** Standard normal values for every name, the same in every run. */
export function normalValues(shapes: TensorShapes, seed = 1): Values {
  const values = ([name, shape]: [string, readonly number[]]): [string, Float32Array] => {
    const count = shape.reduce((product, size) => product * size, 1);
    return [name, normalArray({ seed, purpose: name, index: 0 }, count)];
  };
  return Object.fromEntries(Object.entries(shapes).map(values));
}

/** The outputs of a function of inputs alone. */
export async function evaluate(
  f: (inputs: Tensors) => Record<string, tf.Tensor>,
  shapes: TensorShapes,
  {
    device = testedDevice,
    rewrites = true,
    inputs = normalValues(shapes),
  }: { device?: DeviceName; rewrites?: boolean; inputs?: Values } = {},
): Promise<Values> {
  const step: StepFunction = (_state, given) => ({ state: {}, outputs: f(given) });
  const opened = await openDevice(device, { threads: 1, rewrites });
  const program = await opened.compile(step, { state: {}, inputs: shapes });
  const outputs = await program.run(inputs);
  await program.dispose();
  return outputs;
}

/**
 * `value` = f(x…), `first:<name>` = ∂s/∂name with s = Σ f², and `second:<name>` = ∂/∂name of the squared length of the first
 * derivatives: every pair of operands meets in it.
 */
export function withDerivatives(
  f: (inputs: Tensors) => tf.Tensor,
): (inputs: Tensors) => Record<string, tf.Tensor> {
  return (inputs) => {
    const names = Object.keys(inputs);
    const named = (tensors: tf.Tensor[]): Tensors =>
      Object.fromEntries(tensors.map((x, i) => [names[i] ?? '', x]));
    const labelled = (label: string, tensors: tf.Tensor[]): [string, tf.Tensor][] =>
      tensors.map((x, i) => [`${label}:${names[i] ?? ''}`, x]);
    const energy = (...tensors: tf.Tensor[]): tf.Scalar => tf.sum(tf.square(f(named(tensors))));
    const slope = (...tensors: tf.Tensor[]): tf.Scalar =>
      tf.addN(
        tf
          .grads(energy)(tensors)
          .map((gradient) => tf.sum(tf.square(gradient))),
      );
    const values = Object.values(inputs);
    return Object.fromEntries([
      ['value', f(inputs)],
      ...labelled('first', tf.grads(energy)(values)),
      ...labelled('second', tf.grads(slope)(values)),
    ]);
  };
}

/**
 * WebGPU's softplus is log(1 + eˣ), good to a rounding of 1. Everywhere else a zero may only be a zero.
 */
const smallest = testedDevice === 'webgpu' ? 2 ** -23 : 1e-12;

/**
 * Compares results name by name. Both sides add float32 products in different orders: 3e-5 of the largest magnitude is about
 * 250 roundings, and a wrong term shows at 1e-2.
 */
export function expectSameResults(actual: Values, expected: Values): void {
  for (const [name, values] of Object.entries(expected)) {
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    expectAllClose(actual[name] ?? [], values, { absolute: 3e-5 * largest + smallest, relative: 0 });
  }
}
