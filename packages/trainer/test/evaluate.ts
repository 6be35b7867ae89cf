// Runs a function of tensors on the plain tfjs backend and gives its outputs back as arrays. For tests.
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
// Registers tfjs's own gradients, which its Node bundle leaves out.
import '@starlab/engine/ops';
import type { HostTensor } from '@starlab/models';

type Inputs<Name extends string, T> = Readonly<Record<Name, T>>;

/** The outputs of `f` at `inputs`. */
export async function evaluate<Name extends string>(
  f: (inputs: Inputs<Name, tf.Tensor>) => Record<string, tf.Tensor>,
  inputs: Inputs<Name, HostTensor>,
): Promise<Record<string, Float32Array>> {
  const device = await openDevice('tfjs-cpu');
  const entries = Object.entries<HostTensor>(inputs);
  const program = await device.compile(
    (state, given) => ({ state, outputs: f(given as Inputs<Name, tf.Tensor>) }),
    { state: {}, inputs: Object.fromEntries(entries.map(([name, { shape }]) => [name, shape])) },
  );
  const outputs = await program.run(Object.fromEntries(entries.map(([name, { data }]) => [name, data])));
  await program.dispose();
  return outputs;
}

/** A tensor of the given numbers; a vector unless `shape` says otherwise. */
export function tensorOf(
  numbers: readonly number[],
  shape: readonly number[] = [numbers.length],
): HostTensor {
  return { shape, data: Float32Array.from(numbers) };
}

/** The entry of this name, or an error that names it. */
export function entry<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`no ${name} among ${Object.keys(record).join(', ')}`);
  return value;
}
