// Adam (Kingma & Ba 2015) as a function, with weight decay as L2 added to the gradient, for all parameters alike.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '@starlab/models';

const EPSILON = 1e-8;

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ at this step t, counted from 1; the first is not read when β₁ = 0. */
  readonly biasCorrection1: tf.Scalar | undefined;
  readonly biasCorrection2: tf.Scalar;
}

/** `moment1` is empty when β₁ = 0: the first moment is then the gradient itself. */
export interface AdamState {
  readonly parameters: Parameters;
  readonly moment1: Parameters;
  readonly moment2: Parameters;
}

interface Slot {
  readonly parameter: tf.Tensor;
  readonly moment1: tf.Tensor | undefined;
  readonly moment2: tf.Tensor;
}

/** decay · average + (1 − decay) · value. */
function blend(average: tf.Tensor, value: tf.Tensor, decay: number): tf.Tensor {
  return tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay));
}

function updateSlot({ parameter, moment1, moment2 }: Slot, raw: tf.Tensor, options: AdamOptions): Slot {
  const { learningRate, beta1, beta2, weightDecay, biasCorrection1, biasCorrection2 } = options;
  const gradient = weightDecay === 0 ? raw : tf.add(raw, tf.mul(parameter, weightDecay));
  const first = moment1 && blend(moment1, gradient, beta1);
  const second = blend(moment2, tf.square(gradient), beta2);
  const direction = first && biasCorrection1 ? tf.div(first, biasCorrection1) : gradient;
  const scale = tf.add(tf.sqrt(tf.div(second, biasCorrection2)), EPSILON);
  const step = tf.div(tf.mul(direction, learningRate), scale);
  return { parameter: tf.sub(parameter, step), moment1: first, moment2: second };
}

/**
 * One step. Parameters without a gradient, and their moments, come back as they are: no decay either.
 * @throws RangeError when a parameter lacks a moment it needs.
 */
export function adamStep(state: AdamState, gradients: Parameters, options: AdamOptions): AdamState {
  const parameters = { ...state.parameters };
  const moments1 = { ...state.moment1 };
  const moments2 = { ...state.moment2 };
  for (const [name, gradient] of Object.entries(gradients)) {
    const parameter = state.parameters[name];
    const moment1 = state.moment1[name];
    const moment2 = state.moment2[name];
    if (!parameter || !moment2 || (options.beta1 > 0 && !moment1))
      throw new RangeError(`Adam: ${name} has a gradient but no parameter or moment`);
    const updated = updateSlot({ parameter, moment1, moment2 }, gradient, options);
    parameters[name] = updated.parameter;
    moments2[name] = updated.moment2;
    if (updated.moment1) moments1[name] = updated.moment1;
  }
  return { parameters, moment1: moments1, moment2: moments2 };
}
