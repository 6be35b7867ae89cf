// The vectors of the state by group and network, as an iteration works on them; and back to the record the engine holds.
import * as tf from '@tensorflow/tfjs-core';
import { vectorName } from './packed-state.ts';
import { stateGroups, type StateGroup } from './state-shapes.ts';

type Vectors = Readonly<Record<string, tf.Tensor1D>>;

/** Vectors by group and network; a network that a group does not hold is absent there. */
export type TrainingState = Readonly<Record<StateGroup, Vectors>>;

function groupOf(state: Readonly<Record<string, tf.Tensor>>, group: StateGroup): Vectors {
  const prefix = vectorName(group, '');
  const vectors = Object.entries(state)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, vector]) => [name.slice(prefix.length), tf.reshape<tf.Rank.R1>(vector, [vector.size])]);
  return Object.fromEntries(vectors) as Vectors;
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
    for (const [network, vector] of Object.entries(state[group])) flat[vectorName(group, network)] = vector;
  return flat;
}

/** The vector of `network` in `group`, which must hold it. */
export function vectorOf(state: TrainingState, group: StateGroup, network: string): tf.Tensor1D {
  const vector = state[group][network];
  if (!vector) throw new RangeError(`the state has no ${vectorName(group, network)}`);
  return vector;
}

/** `state` with the vectors of one network replaced, in the groups given. */
export function withNetwork(
  state: TrainingState,
  network: string,
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
