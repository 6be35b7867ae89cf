// Parameters as flat records under PyTorch state-dict names ("encode.0.conv1.weight"). A block knows only its own names
// ("conv1.weight"); `within` and `named` go down and up one level of the dots.
import type * as tf from '@tensorflow/tfjs-core';

/** Tensors by state-dict name, without the network's own prefix. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** Shapes by state-dict name, in state-dict order. */
export type ParameterShapes = Readonly<Record<string, readonly number[]>>;

/** The entries of module `name`, its prefix taken off. */
export function within<T>(entries: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const prefix = `${name}.`;
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/** The entries of a module as its parent lists them: `name.` put before each. */
export function named<T>(name: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${name}.${key}`, value]));
}

/**
 * One parameter as a tensor of the given rank.
 * @throws RangeError when it is missing or of another rank.
 */
export function parameter<R extends keyof RankTensors>(
  parameters: Parameters,
  name: string,
  rank: R,
): RankTensors[R] {
  const tensor = parameters[name];
  if (!tensor) throw new RangeError(`no parameter ${name} among ${Object.keys(parameters).join(', ')}`);
  if (tensor.rank !== rank)
    throw new RangeError(`parameter ${name} has shape [${tensor.shape.join(', ')}], not rank ${rank}`);
  return tensor as RankTensors[R];
}

interface RankTensors {
  1: tf.Tensor1D;
  2: tf.Tensor2D;
  3: tf.Tensor3D;
  4: tf.Tensor4D;
}
