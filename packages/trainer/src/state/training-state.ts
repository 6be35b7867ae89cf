// The same state by group and network, as an iteration works on it; and back to the flat record the engine holds.
import type * as tf from '@tensorflow/tfjs-core';
import { networkSchema, type Network } from '@starlab/experiment';
import type { Parameters } from '@starlab/models';
import { stateName, type StateGroup } from './state-shapes.ts';

/** Tensors by group, network and parameter; networks that a group does not hold are empty there. */
export type TrainingState = Readonly<Record<StateGroup, Readonly<Record<Network, Parameters>>>>;

function groupOf(state: Parameters, group: StateGroup): Record<Network, Parameters> {
  const tensorsOf = (network: Network): Parameters => {
    const prefix = stateName(group, network, '');
    return Object.fromEntries(
      Object.entries(state)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  };
  return {
    generator: tensorsOf('generator'),
    mapping_network: tensorsOf('mapping_network'),
    style_encoder: tensorsOf('style_encoder'),
    discriminator: tensorsOf('discriminator'),
  };
}

export function readTrainingState(state: Parameters): TrainingState {
  return {
    parameters: groupOf(state, 'parameters'),
    moment1: groupOf(state, 'moment1'),
    moment2: groupOf(state, 'moment2'),
    average: groupOf(state, 'average'),
  };
}

export function flattenTrainingState(state: TrainingState): Record<string, tf.Tensor> {
  const flat: Record<string, tf.Tensor> = {};
  for (const group of ['parameters', 'moment1', 'moment2', 'average'] as const)
    for (const network of networkSchema.options)
      for (const [name, tensor] of Object.entries(state[group][network]))
        flat[stateName(group, network, name)] = tensor;
  return flat;
}

/** `state` with the tensors of one network in one group replaced. */
export function withNetwork(
  state: TrainingState,
  network: Network,
  groups: Partial<Record<StateGroup, Parameters>>,
): TrainingState {
  const replaced = (group: StateGroup): Record<Network, Parameters> => ({
    ...state[group],
    [network]: groups[group] ?? state[group][network],
  });
  return {
    parameters: replaced('parameters'),
    moment1: replaced('moment1'),
    moment2: replaced('moment2'),
    average: replaced('average'),
  };
}
