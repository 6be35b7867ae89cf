// How the parameters of one network lie one after another in one vector. Adam and the moving average treat all numbers
// alike, so they work on the vector: a dozen operators a network instead of a dozen a parameter.
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type Parameters, type ParameterShapes } from '@starlab/models';

export interface Slot {
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the vector. */
  readonly begin: number;
  readonly size: number;
}

export type Layout = readonly Slot[];

export function layoutOf(shapes: ParameterShapes): Layout {
  let end = 0;
  return Object.entries(shapes).map(([name, shape]) => {
    const begin = end;
    const size = sizeOf(shape);
    end += size;
    return { name, shape, begin, size };
  });
}

/** Length of the vector. */
export const lengthOf = (layout: Layout): number => layout.reduce((sum, { size }) => sum + size, 0);

/** The parameters in `vector`, under their names and in their shapes. */
export function parametersIn(vector: tf.Tensor1D, layout: Layout): Parameters {
  const parts = tf.split(
    vector,
    layout.map(({ size }) => size),
  );
  const named = layout.map(({ name, shape }, index): [string, tf.Tensor] => {
    const part = parts[index];
    if (!part) throw new RangeError(`no part for ${name}`);
    return [name, tf.reshape(part, [...shape])];
  });
  return Object.fromEntries(named);
}
