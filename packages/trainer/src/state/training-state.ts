// The vectors of the state by group and network, as an iteration works on them; and back to the record the engine holds.
import type * as tf from '@tensorflow/tfjs-core';
import { stateGroups, type StateGroup } from './state-shapes.ts';
import { namedVectors, vectorsIn, type Vectors } from './vectors.ts';

type NetworkVectors = Readonly<Record<string, Vectors>>;

/** Vectors by group and network; a network that a group does not hold is absent there. */
export type TrainingState = Readonly<Record<StateGroup, NetworkVectors>>;

function groupOf(state: Readonly<Record<string, tf.Tensor>>, group: StateGroup): NetworkVectors {
  const networks = Object.keys(state).flatMap((name) => {
    const [head, network] = name.split('/');
    return head === group && network ? [network] : [];
  });
  return Object.fromEntries(
    [...new Set(networks)].map((network) => [network, vectorsIn(state, group, network)]),
  );
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
    for (const [network, vectors] of Object.entries(state[group]))
      Object.assign(flat, namedVectors(group, network, vectors));
  return flat;
}

/** The vectors of `network` in `group`, which must hold it. */
export function vectorsOf(state: TrainingState, group: StateGroup, network: string): Vectors {
  const vectors = state[group][network];
  if (!vectors) throw new RangeError(`the state has no ${group}/${network}`);
  return vectors;
}

/** `state` with the vectors of one network replaced, in the groups given. */
export function withNetwork(
  state: TrainingState,
  network: string,
  groups: Partial<Record<StateGroup, Vectors | undefined>>,
): TrainingState {
  const replaced = (group: StateGroup): NetworkVectors => {
    const vectors = groups[group];
    return vectors ? { ...state[group], [network]: vectors } : state[group];
  };
  return {
    parameters: replaced('parameters'),
    moment1: replaced('moment1'),
    moment2: replaced('moment2'),
    average: replaced('average'),
  };
}
