// The exponential moving average of the networks' parameters, by which translations are sampled and evaluated.
import * as tf from '@tensorflow/tfjs-core';
import { vectorsOf, withNetwork, type TrainingState } from '../state/training-state.ts';
import { vectorAt } from '../state/vectors.ts';

/** decay · average + (1 − decay) · parameters, vectors of one layout. */
export function movingAverage(average: tf.Tensor1D, parameters: tf.Tensor1D, decay: number): tf.Tensor1D {
  return tf.add(tf.mul(average, decay), tf.mul(parameters, 1 - decay));
}

/** `state` with every average that it holds moved towards the present parameters. */
export function updateAverages(state: TrainingState, decay: number): TrainingState {
  return Object.entries(state.average).reduce((averaged, [network, averages]) => {
    const parameters = vectorsOf(state, 'parameters', network);
    const average = averages.map((vector, index) =>
      movingAverage(vector, vectorAt(parameters, index), decay),
    );
    return withNetwork(averaged, network, { average });
  }, state);
}
