// A network's vectors among the tensors of a program's state: `<group>/<network>/0`, `<group>/<network>/1`, …, in the order of
// the network's layouts.
import * as tf from '@tensorflow/tfjs-core';

export type Vectors = readonly tf.Tensor1D[];

export const vectorName = (group: string, network: string, index: number): string =>
  `${group}/${network}/${index}`;

/** @throws RangeError when the state has none. */
export function vectorsIn(
  state: Readonly<Record<string, tf.Tensor>>,
  group: string,
  network: string,
): tf.Tensor1D[] {
  const vectors: tf.Tensor1D[] = [];
  const next = (): tf.Tensor | undefined => state[vectorName(group, network, vectors.length)];
  for (let found = next(); found; found = next()) vectors.push(tf.reshape(found, [found.size]));
  if (vectors.length === 0)
    throw new RangeError(`no ${group}/${network} among ${Object.keys(state).join(', ')}`);
  return vectors;
}

/** The vectors under their names in the state. */
export function namedVectors(group: string, network: string, vectors: Vectors): Record<string, tf.Tensor1D> {
  return Object.fromEntries(vectors.map((vector, index) => [vectorName(group, network, index), vector]));
}

/** @throws RangeError when there are fewer. */
export function vectorAt(vectors: Vectors, index: number): tf.Tensor1D {
  const vector = vectors[index];
  if (!vector) throw new RangeError(`no vector ${index} among ${vectors.length}`);
  return vector;
}
