// Reads a step's flat records: the parameters of one network out of a state, an input by its name.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameters } from '../blocks/parameters.ts';

/** A pure step on flat records. State: `<network>/<name>`; it passes through unchanged. */
export type ForwardStep = (
  state: Parameters,
  inputs: Parameters,
) => { state: Parameters; outputs: Record<string, Tensor> };

export function networkOf(state: Parameters, network: string): Parameters {
  const prefix = `${network}/`;
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}

export function inputOf<T extends Tensor>(inputs: Parameters, name: string): T {
  const tensor = inputs[name];
  if (!tensor) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
  return tensor as T;
}
