// The exponential moving average of the networks' parameters, by which translations are sampled and evaluated.
import * as tf from '@tensorflow/tfjs-core';
import { vectorOf, withNetwork, type TrainingState } from '../state/training-state.ts';

/** decay · average + (1 − decay) · parameters, vectors of one layout. */
export function movingAverage(average: tf.Tensor1D, parameters: tf.Tensor1D, decay: number): tf.Tensor1D {
  return tf.add(tf.mul(average, decay), tf.mul(parameters, 1 - decay));
}

/** `state` with every average that it holds moved towards the present parameters. */
export function updateAverages(state: TrainingState, decay: number): TrainingState {
  return Object.keys(state.average).reduce(
    (averaged, network) =>
      withNetwork(averaged, network, {
        average: movingAverage(
          vectorOf(state, 'average', network),
          vectorOf(state, 'parameters', network),
          decay,
        ),
      }),
    state,
  );
}
