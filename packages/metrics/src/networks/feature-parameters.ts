// Parameters of feature networks: what a network needs by name and shape, what a file gave, and the hash that names both
// in a fingerprint.
import { createHash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs-core';
import { StarlabError } from '@starlab/experiment';

/** A decoded tensor, float32 and row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type HostTensors = Readonly<Record<string, HostTensor>>;
export type ParameterShapes = Readonly<Record<string, readonly number[]>>;
/** Parameters inside a program, under the names of the host tensors. */
export type Parameters = Readonly<Record<string, Tensor>>;

export class FeatureWeightsError extends StarlabError {
  override readonly name = 'FeatureWeightsError';
}

const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/**
 * The tensors that `shapes` asks for, out of all that a weights file holds (classifiers and the like are left behind).
 * @throws FeatureWeightsError naming every tensor that is missing or has another shape.
 */
export function selectParameters(shapes: ParameterShapes, given: HostTensors, network: string): HostTensors {
  const selected: Record<string, HostTensor> = {};
  const faults: string[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = given[name];
    if (!tensor) faults.push(`${name} is missing`);
    else if (show(tensor.shape) !== show(shape) || tensor.data.length !== size(shape)) {
      faults.push(`${name} is ${show(tensor.shape)} with ${tensor.data.length} numbers, not ${show(shape)}`);
    } else selected[name] = tensor;
  }
  if (faults.length > 0) {
    const shown =
      faults.slice(0, 5).join('; ') + (faults.length > 5 ? `; and ${faults.length - 5} more` : '');
    throw new FeatureWeightsError(`These are not the weights of ${network}: ${shown}.`, {
      remedy: `Give the state dict of ${network}; the file holds ${Object.keys(given).length} tensors.`,
    });
  }
  return selected;
}

/** The named tensor of a network's parameters. */
export function parameter<T extends Tensor = Tensor>(parameters: Parameters, name: string): T {
  const tensor = parameters[name];
  if (!tensor) throw new RangeError(`no parameter ${name}`);
  return tensor as T;
}

/** SHA-256 over names, shapes and values in order of name: the same whatever file the tensors came in. */
export function parametersSha256(parameters: HostTensors): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(parameters).sort()) {
    const { shape, data } = parameters[name] as HostTensor;
    hash.update(`${name}${show(shape)}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
