// The vectors of the state by group and network, as an iteration works on them; and back to the record the engine holds.
import * as tf from '@tensorflow/tfjs-core';
import { networkSchema, type Network } from '@starlab/experiment';
import { vectorName } from './packed-state.ts';
import { stateGroups, type StateGroup } from './state-shapes.ts';

type Vectors = Readonly<Partial<Record<Network, tf.Tensor1D>>>;

/** Vectors by group and network; a network that a group does not hold is absent there. */
export type TrainingState = Readonly<Record<StateGroup, Vectors>>;

function groupOf(state: Readonly<Record<string, tf.Tensor>>, group: StateGroup): Vectors {
  const vectors: Partial<Record<Network, tf.Tensor1D>> = {};
  for (const network of networkSchema.options) {
    const vector = state[vectorName(group, network)];
    if (vector) vectors[network] = tf.reshape<tf.Rank.R1>(vector, [vector.size]);
  }
  return vectors;
}

export function readTrainingState(state: Readonly<Record<string, tf.Tensor>>): TrainingState {
  return {
    parameters: groupOf(state, 'parameters'),
    moment1: groupOf(state, 'moment1'),
    moment2: groupOf(state, 'moment2'),
    average: groupOf(state, 'average'),
  };
}

export function flattenTrainingState(state: TrainingState): Record<string, tf.Tensor> {
  const flat: Record<string, tf.Tensor> = {};
  for (const group of stateGroups)
    for (const network of networkSchema.options) {
      const vector = state[group][network];
      if (vector) flat[vectorName(group, network)] = vector;
    }
  return flat;
}

/** The vector of `network` in `group`, which must hold it. */
export function vectorOf(state: TrainingState, group: StateGroup, network: Network): tf.Tensor1D {
  const vector = state[group][network];
  if (!vector) throw new RangeError(`the state has no ${vectorName(group, network)}`);
  return vector;
}

/** `state` with the vectors of one network replaced, in the groups given. */
export function withNetwork(
  state: TrainingState,
  network: Network,
  groups: Partial<Record<StateGroup, tf.Tensor1D | undefined>>,
): TrainingState {
  const replaced = (group: StateGroup): Vectors => {
    const vector = groups[group];
    return vector ? { ...state[group], [network]: vector } : state[group];
  };
  return {
    parameters: replaced('parameters'),
    moment1: replaced('moment1'),
    moment2: replaced('moment2'),
    average: replaced('average'),
  };
}
