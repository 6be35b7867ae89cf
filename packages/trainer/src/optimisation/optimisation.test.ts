// Adam, the moving average and dictionaries of gradients, against arithmetic on plain numbers.
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '@starlab/testing';
import { describe, expect, it } from 'vitest';
import { entry, evaluate, tensorOf } from '../../test/evaluate.ts';
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
        let state: AdamState = {
          parameters: { w: w },
          moment1: { w: tf.zeros([2]) },
          moment2: { w: tf.zeros([2]) },
        };
        [g1, g2, g3].forEach((g, index) => {
          state = adamStep(state, { w: g }, optionsAt(index + 1));
        });
        return { w: entry(state.parameters, 'w') };
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
          { parameters: { w: w }, moment1: {}, moment2: { w: tf.zeros([2]) } },
          { w: g },
          optionsAt(1, { beta1: 0, weightDecay: 0, biasCorrection1: undefined }),
        );
        expect(moment1).toEqual({});
        return { w: entry(parameters, 'w') };
      },
      { w: tensorOf([1, 1]), g: tensorOf([3, -0.01]) },
    );
    expectAllClose(entry(outputs, 'w'), [0.9, 1.1], rounding);
  });

  it('leaves parameters without a gradient, and their moments, as they are', async () => {
    await evaluate(
      ({ w, u }) => {
        const state = {
          parameters: { w: w, u: u },
          moment1: { w: tf.zeros([1]), u: tf.zeros([1]) },
          moment2: { w: tf.zeros([1]), u: tf.zeros([1]) },
        };
        const next = adamStep(state, { w: tf.ones([1]) }, optionsAt(1));
        expect(next.parameters['u']).toBe(state.parameters.u);
        expect(next.moment2['u']).toBe(state.moment2.u);
        expect(next.parameters['w']).not.toBe(state.parameters.w);
        return { w: entry(next.parameters, 'w') };
      },
      { w: tensorOf([1]), u: tensorOf([1]) },
    );
  });
});

describe('movingAverage', () => {
  it('is decay · average + (1 − decay) · parameter', async () => {
    const outputs = await evaluate(({ a, p }) => movingAverage({ x: a }, { x: p }, 0.75), {
      a: tensorOf([4, 0]),
      p: tensorOf([8, -4]),
    });
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
