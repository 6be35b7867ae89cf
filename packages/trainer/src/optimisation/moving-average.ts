// The exponential moving average of a network's parameters, by which translations are sampled and evaluated.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '@starlab/models';

/** decay · average + (1 − decay) · parameter, for every parameter. */
export function movingAverage(average: Parameters, parameters: Parameters, decay: number): Parameters {
  return Object.fromEntries(
    Object.entries(average).map(([name, previous]) => {
      const parameter = parameters[name];
      if (!parameter) throw new RangeError(`moving average: no parameter ${name}`);
      return [name, tf.add(tf.mul(previous, decay), tf.mul(parameter, 1 - decay))];
    }),
  );
}
