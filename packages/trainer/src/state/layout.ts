// How the parameters of one network lie one after another in vectors. Adam and the moving average treat all numbers alike, so
// they work on the vectors: a dozen operators a vector instead of a dozen a parameter. The vectors are short enough that what
// they work on stays in the processor's caches, and that its memory is used again instead of being had from the system anew.
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type Parameters, type ParameterShapes } from '@starlab/models';
import { vectorAt, type Vectors } from './vectors.ts';

export interface Slot {
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the vector. */
  readonly begin: number;
  readonly size: number;
}

/** Of one vector. */
export type Layout = readonly Slot[];

/** How many numbers a vector of several parameters has at most: 2 MB. At half or twice of it a step is no faster. */
const LONGEST_VECTOR = 2 ** 19;

/** Length of the vector. */
export const lengthOf = (layout: Layout): number => layout.reduce((sum, { size }) => sum + size, 0);

/** The layouts of a network's vectors, its parameters in their order; one longer than `longest` has a vector to itself. */
export function layoutsOf(shapes: ParameterShapes, longest = LONGEST_VECTOR): Layout[] {
  const layouts: Slot[][] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const size = sizeOf(shape);
    const last = layouts.at(-1);
    const begin = last ? lengthOf(last) : 0;
    if (last && begin + size <= longest) last.push({ name, shape, begin, size });
    else layouts.push([{ name, shape, begin: 0, size }]);
  }
  return layouts;
}

function parametersOf(vector: tf.Tensor1D, layout: Layout): [string, tf.Tensor][] {
  const parts = tf.split(
    vector,
    layout.map(({ size }) => size),
  );
  return layout.map(({ name, shape }, index) => {
    const part = parts[index];
    if (!part) throw new RangeError(`no part for ${name}`);
    return [name, tf.reshape(part, [...shape])];
  });
}

/** The parameters in `vectors`, under their names and in their shapes. */
export function parametersIn(vectors: Vectors, layouts: readonly Layout[]): Parameters {
  const named = layouts.flatMap((layout, index) => parametersOf(vectorAt(vectors, index), layout));
  return Object.fromEntries(named);
}
