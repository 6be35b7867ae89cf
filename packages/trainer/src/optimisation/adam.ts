// Adam (Kingma & Ba 2015) as a function on one network's vectors, each by itself, with weight decay as L2 added to the gradient,
// for all parameters alike.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '@starlab/models';
import type { Layout } from '../state/layout.ts';
import { vectorAt, type Vectors } from '../state/vectors.ts';

const EPSILON = 1e-8;

export interface AdamOptions {
  /** A scalar where a schedule moves it. */
  readonly learningRate: number | tf.Scalar;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ at this step t, counted from 1; the first is not read when β₁ = 0. */
  readonly biasCorrection1: tf.Scalar | undefined;
  readonly biasCorrection2: tf.Scalar;
}

/** In the network's layouts. `moment1` is absent when β₁ = 0: the first moment is then the gradient itself. */
export interface AdamState {
  readonly parameters: Vectors;
  readonly moment1: Vectors | undefined;
  readonly moment2: Vectors;
}

/** The same of one vector, or of a piece of it. */
interface Piece {
  readonly parameters: tf.Tensor1D;
  readonly moment1: tf.Tensor1D | undefined;
  readonly moment2: tf.Tensor1D;
}

/** decay · average + (1 − decay) · value. */
function blend(average: tf.Tensor1D, value: tf.Tensor1D, decay: number): tf.Tensor1D {
  return tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay));
}

function update({ parameters, moment1, moment2 }: Piece, raw: tf.Tensor1D, options: AdamOptions): Piece {
  const { learningRate, beta1, beta2, weightDecay, biasCorrection1, biasCorrection2 } = options;
  const gradient = weightDecay === 0 ? raw : tf.add<tf.Tensor1D>(raw, tf.mul(parameters, weightDecay));
  const first = moment1 && blend(moment1, gradient, beta1);
  const second = blend(moment2, tf.square(gradient), beta2);
  const direction = first && biasCorrection1 ? tf.div<tf.Tensor1D>(first, biasCorrection1) : gradient;
  const scale = tf.add(tf.sqrt(tf.div(second, biasCorrection2)), EPSILON);
  const step = tf.div(tf.mul(direction, learningRate), scale);
  return { parameters: tf.sub<tf.Tensor1D>(parameters, step), moment1: first, moment2: second };
}

/** Neighbours in the layout that all have a gradient, then joined in `gradient`, or all have none. */
interface Run {
  readonly begin: number;
  readonly size: number;
  readonly gradient: tf.Tensor1D | undefined;
}

function runsOf(layout: Layout, gradients: Parameters): Run[] {
  const runs: { begin: number; size: number; gradients: tf.Tensor1D[] }[] = [];
  for (const { name, begin, size } of layout) {
    const given = gradients[name];
    const gradient = given && tf.reshape<tf.Rank.R1>(given, [size]);
    const last = runs.at(-1);
    const run =
      last && last.gradients.length > 0 === Boolean(gradient) ? last : { begin, size: 0, gradients: [] };
    if (run !== last) runs.push(run);
    run.size += size;
    if (gradient) run.gradients.push(gradient);
  }
  return runs.map(({ begin, size, gradients: joined }) => ({
    begin,
    size,
    gradient: joined.length > 0 ? tf.concat1d(joined) : undefined,
  }));
}

/** One vector stepped. Where all its parameters have a gradient, its one run is the whole: nothing is cut out or joined. */
function stepped(vector: Piece, runs: readonly Run[], options: AdamOptions): Piece {
  const pieces = runs.map(({ begin, size, gradient }): Piece => {
    const piece = {
      parameters: tf.slice1d(vector.parameters, begin, size),
      moment1: vector.moment1 && tf.slice1d(vector.moment1, begin, size),
      moment2: tf.slice1d(vector.moment2, begin, size),
    };
    return gradient ? update(piece, gradient, options) : piece;
  });
  return {
    parameters: tf.concat1d(pieces.map(({ parameters }) => parameters)),
    moment1: vector.moment1 && tf.concat1d(pieces.flatMap(({ moment1 }) => moment1 ?? [])),
    moment2: tf.concat1d(pieces.map(({ moment2 }) => moment2)),
  };
}

/**
 * One step. Parameters without a gradient, and their moments, come back as they are: no decay either.
 * @throws RangeError when a gradient has no parameter in `layouts`, or β₁ > 0 and there are no first moments.
 */
export function adamStep(
  state: AdamState,
  { gradients, layouts }: { gradients: Parameters; layouts: readonly Layout[] },
  options: AdamOptions,
): AdamState {
  const known = new Set(layouts.flat().map(({ name }) => name));
  const stray = Object.keys(gradients).find((name) => !known.has(name));
  if (stray !== undefined) throw new RangeError(`Adam: ${stray} has a gradient but no parameter`);
  if (options.beta1 > 0 && !state.moment1) throw new RangeError('Adam: no first moments');
  const vectors = layouts.map((layout, index) => {
    const vector = {
      parameters: vectorAt(state.parameters, index),
      moment1: state.moment1 && vectorAt(state.moment1, index),
      moment2: vectorAt(state.moment2, index),
    };
    return stepped(vector, runsOf(layout, gradients), options);
  });
  return {
    parameters: vectors.map(({ parameters }) => parameters),
    moment1: state.moment1 && vectors.flatMap(({ moment1 }) => moment1 ?? []),
    moment2: vectors.map(({ moment2 }) => moment2),
  };
}
