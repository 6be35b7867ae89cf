// Adam, the moving average and dictionaries of gradients, against arithmetic on plain numbers.
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '@starlab/testing';
import { describe, expect, it } from 'vitest';
import { entry, evaluate, tensorOf } from '../../test/evaluate.ts';
import { layoutsOf, lengthOf } from '../state/layout.ts';
import { vectorAt, type Vectors } from '../state/vectors.ts';
import { adamStep, type AdamOptions, type AdamState } from './adam.ts';
import { gradientNorm, gradientsOf } from './gradients-of.ts';
import { movingAverage } from './moving-average.ts';

/** A few units in the last place of float32. */
const rounding = { absolute: 1e-7, relative: 1e-6 };

const hyper = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, weightDecay: 0.01 };

function optionsAt(step: number, change: Partial<AdamOptions> = {}): AdamOptions {
  return {
    ...hyper,
    biasCorrection1: tf.scalar(1 - hyper.beta1 ** step),
    biasCorrection2: tf.scalar(1 - hyper.beta2 ** step),
    ...change,
  };
}

/** Adam on one number in double precision, as Kingma & Ba write it, with L2 in the gradient. */
function adamOnNumber(start: number, gradients: readonly number[]): number {
  let [w, m, v] = [start, 0, 0];
  gradients.forEach((raw, index) => {
    const g = raw + hyper.weightDecay * w;
    m = hyper.beta1 * m + (1 - hyper.beta1) * g;
    v = hyper.beta2 * v + (1 - hyper.beta2) * g * g;
    const step = index + 1;
    const mHat = m / (1 - hyper.beta1 ** step);
    const vHat = v / (1 - hyper.beta2 ** step);
    w -= (hyper.learningRate * mHat) / (Math.sqrt(vHat) + 1e-8);
  });
  return w;
}

describe('adamStep', () => {
  it('agrees with Adam on numbers over three steps', async () => {
    const outputs = await evaluate(
      ({ w, g1, g2, g3 }) => {
        const layouts = layoutsOf({ w: [2] });
        let state: AdamState = {
          parameters: [w as tf.Tensor1D],
          moment1: [tf.zeros([2])],
          moment2: [tf.zeros([2])],
        };
        [g1, g2, g3].forEach((g, index) => {
          state = adamStep(state, { gradients: { w: g }, layouts }, optionsAt(index + 1));
        });
        return { w: vectorAt(state.parameters, 0) };
      },
      { w: tensorOf([1, -2]), g1: tensorOf([0.3, 1]), g2: tensorOf([-0.2, 2]), g3: tensorOf([0.1, -1]) },
    );
    const expected = [adamOnNumber(1, [0.3, -0.2, 0.1]), adamOnNumber(-2, [1, 2, -1])];
    expectAllClose(entry(outputs, 'w'), expected, rounding);
  });

  it('moves by the learning rate against the gradient’s sign in the first step with β₁ = 0 and no decay', async () => {
    const outputs = await evaluate(
      ({ w, g }) => {
        const { parameters, moment1 } = adamStep(
          { parameters: [w as tf.Tensor1D], moment1: undefined, moment2: [tf.zeros([2])] },
          { gradients: { w: g }, layouts: layoutsOf({ w: [2] }) },
          optionsAt(1, { beta1: 0, weightDecay: 0, biasCorrection1: undefined }),
        );
        expect(moment1).toBeUndefined();
        return { w: vectorAt(parameters, 0) };
      },
      { w: tensorOf([1, 1]), g: tensorOf([3, -0.01]) },
    );
    expectAllClose(entry(outputs, 'w'), [0.9, 1.1], rounding);
  });

  it.each([
    ['in one vector', 6],
    ['in several vectors', 3],
    ['in a vector each', 1],
  ])('leaves parameters without a gradient, and their moments, as they are: %s', async (_, longest) => {
    const layouts = layoutsOf({ a: [1], b: [1, 2], c: [1, 1], d: [2, 1] }, longest);
    const sizes = layouts.map(lengthOf);
    const joined = (vectors: Vectors = []): tf.Tensor1D => tf.concat1d([...vectors]);
    const outputs = await evaluate(
      (given) => {
        const vectors = (name: keyof typeof given): tf.Tensor1D[] =>
          tf.split(given[name] as tf.Tensor1D, sizes);
        const next = adamStep(
          {
            parameters: vectors('parameters'),
            moment1: vectors('moment1'),
            moment2: vectors('moment2'),
          },
          { gradients: { c: tf.ones([1, 1]), b: tf.ones([1, 2]) }, layouts },
          optionsAt(1),
        );
        return {
          parameters: joined(next.parameters),
          moment1: joined(next.moment1),
          moment2: joined(next.moment2),
        };
      },
      {
        parameters: tensorOf([1, 0, 0, 0, 2, 3]),
        moment1: tensorOf([4, 0, 0, 0, 5, 6]),
        moment2: tensorOf([7, 0, 0, 0, 8, 9]),
      },
    );
    // From 0, the first step of a gradient of 1 is the learning rate.
    expectAllClose(entry(outputs, 'parameters'), [1, -0.1, -0.1, -0.1, 2, 3], rounding);
    expectAllClose(entry(outputs, 'moment1'), [4, 0.5, 0.5, 0.5, 5, 6], rounding);
    expectAllClose(entry(outputs, 'moment2'), [7, 0.1, 0.1, 0.1, 8, 9], rounding);
  });

  it('refuses gradients that belong to no parameter', () => {
    const vector = tf.zeros<tf.Rank.R1>([2]);
    const state = { parameters: [vector], moment1: [vector], moment2: [vector] };
    const step = (): AdamState =>
      adamStep(state, { gradients: { v: vector }, layouts: layoutsOf({ w: [2] }) }, optionsAt(1));
    expect(step).toThrow('v has a gradient but no parameter');
  });
});

describe('movingAverage', () => {
  it('is decay · average + (1 − decay) · parameter', async () => {
    const outputs = await evaluate(
      ({ a, p }) => ({
        x: movingAverage(a as tf.Tensor1D, p as tf.Tensor1D, 0.75),
      }),
      {
        a: tensorOf([4, 0]),
        p: tensorOf([8, -4]),
      },
    );
    expectAllClose(entry(outputs, 'x'), [5, -1], rounding);
  });
});

describe('gradientsOf', () => {
  it('gives terms and gradients, zeros where a factor is 0 and nothing where there is no path', async () => {
    const outputs = await evaluate(
      ({ a, b, c }) => {
        const { terms, gradients } = gradientsOf(
          () => {
            const square = tf.sum<tf.Scalar>(tf.square(a));
            const masked = tf.sum<tf.Scalar>(tf.mul(b, 0));
            return { total: tf.add<tf.Scalar>(tf.mul(square, 3), masked), terms: { square } };
          },
          { one: { a, b }, two: { c } },
        );
        const { one = {}, two } = gradients;
        expect(Object.keys(one)).toEqual(['a', 'b']);
        expect(two).toEqual({});
        return { ...one, square: entry(terms, 'square'), norm: gradientNorm(one) };
      },
      { a: tensorOf([1, 2]), b: tensorOf([1, 1]), c: tensorOf([1]) },
    );
    expectAllClose(entry(outputs, 'square'), [5], rounding);
    expectAllClose(entry(outputs, 'a'), [6, 12], rounding);
    expectAllClose(entry(outputs, 'b'), [0, 0], rounding);
    expectAllClose(entry(outputs, 'norm'), [Math.sqrt(180)], rounding);
  });
});
