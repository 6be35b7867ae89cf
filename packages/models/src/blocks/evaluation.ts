// How a network without normalisation evaluates its layers: as they are, recording activations, or linearised. Between
// the kinks of its leaky ReLUs such a network is linear, and its derivative in a direction is one more pass through the
// same weights, with recorded slopes in place of the activations.
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2, leakyRelu } from '@starlab/engine/ops';
import { convolution } from './convolution.ts';
import { parameter, type Parameters } from './parameters.ts';

export interface Convolving {
  readonly padding: number;
  /** Whether the result is then average-pooled to half its height and width. */
  readonly halve?: boolean;
}

export interface Evaluation {
  /** See `convolution`. */
  convolve(parameters: Parameters, x: tf.Tensor4D, convolving: Convolving): tf.Tensor4D;
  /** See `leakyRelu`. */
  activate(x: tf.Tensor4D): tf.Tensor4D;
}

function convolve(parameters: Parameters, x: tf.Tensor4D, { padding, halve }: Convolving): tf.Tensor4D {
  const y = convolution(parameters, x, padding);
  return halve ? averagePool2(y) : y;
}

export const plainEvaluation: Evaluation = { convolve, activate: (x) => leakyRelu(x) };

const LEAKY_SLOPE = 0.2;

/** The plain evaluation, which appends the output of every activation to `activations`. */
export function recordingEvaluation(activations: tf.Tensor4D[]): Evaluation {
  return {
    convolve,
    activate(x) {
      const y = leakyRelu(x);
      activations.push(y);
      return y;
    },
  };
}

/**
 * The linear map that the network was where `activations` were recorded, with each sample's biases times its entry of
 * `biasScale` [N]: of a direction with scale 0 it gives the derivative in it, of c·x with scale c it gives c·f(x).
 */
export function linearisedEvaluation(
  activations: readonly tf.Tensor4D[],
  biasScale: tf.Tensor1D,
): Evaluation {
  const remaining = activations.values();
  return {
    convolve(parameters, x, convolving) {
      const { weight, ...rest } = parameters;
      if (!weight) throw new RangeError('a convolution without a weight');
      // The bias comes after the pooling, which keeps constants, so that the two before it can become one convolution.
      const product = convolve({ weight }, x, convolving);
      if (!rest['bias']) return product;
      const bias = tf.reshape(parameter(rest, 'bias', 1), [1, -1, 1, 1]);
      return tf.add(product, tf.mul(bias, tf.reshape(biasScale, [-1, 1, 1, 1])));
    },
    activate(x) {
      const { value: recorded } = remaining.next();
      if (!recorded) throw new RangeError('more activations than were recorded');
      return tf.mul(x, tf.step(recorded, LEAKY_SLOPE));
    },
  };
}
