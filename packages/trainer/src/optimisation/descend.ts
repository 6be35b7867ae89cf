// One Adam step of every network that an update has gradients for, and what the update says of itself.
import type * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '@starlab/models';
import type { Layouts } from '../state/packed-state.ts';
import { vectorsOf, withNetwork, type TrainingState } from '../state/training-state.ts';
import { adamStep, type AdamOptions } from './adam.ts';
import { gradientNorm } from './gradients-of.ts';

/** By network, then parameter. */
export type NetworkGradients = Readonly<Record<string, Parameters | undefined>>;

export interface Descent {
  readonly gradients: NetworkGradients;
  readonly layouts: Layouts;
  readonly optionsOf: (network: string) => AdamOptions;
}

/** @throws RangeError for a network that the state or the layouts lack. */
export function descend(state: TrainingState, { gradients, layouts, optionsOf }: Descent): TrainingState {
  let stepped = state;
  for (const [network, ofNetwork] of Object.entries(gradients)) {
    const ownLayouts = layouts[network];
    if (!ownLayouts) throw new RangeError(`no layout of ${network}`);
    const vectors = adamStep(
      {
        parameters: vectorsOf(state, 'parameters', network),
        moment1: state.moment1[network],
        moment2: vectorsOf(state, 'moment2', network),
      },
      { gradients: ofNetwork ?? {}, layouts: ownLayouts },
      optionsOf(network),
    );
    stepped = withNetwork(stepped, network, vectors);
  }
  return stepped;
}

/** `gradient_norm/<update>/<network>`: the L2 norm over each network that has gradients. */
export function normOutputs(update: string, gradients: NetworkGradients): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(gradients).map(([network, ofNetwork]) => [
      `gradient_norm/${update}/${network}`,
      gradientNorm(ofNetwork ?? {}),
    ]),
  );
}
