// Each term and its gradient against a closed form.
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '@starlab/testing';
import { describe, it } from 'vitest';
import { entry, evaluate, tensorOf } from '../../test/evaluate.ts';
import { adversarialFake, adversarialReal } from './adversarial.ts';
import { meanAbsoluteDifference } from './mean-absolute-difference.ts';
import { logitsWithR1 } from './r1.ts';

/** A few units in the last place of float32. */
const rounding = { absolute: 1e-6, relative: 1e-6 };

describe('the adversarial loss', () => {
  it('is ln 2 at logit 0 and linear, not infinite, at logits far on the wrong side', async () => {
    const outputs = await evaluate(
      ({ zero, low, high }) => ({
        real: adversarialReal(zero as tf.Tensor1D),
        fake: adversarialFake(zero as tf.Tensor1D),
        realFar: adversarialReal(low as tf.Tensor1D),
        fakeFar: adversarialFake(high as tf.Tensor1D),
      }),
      { zero: tensorOf([0]), low: tensorOf([-1000, -500]), high: tensorOf([1000, 500]) },
    );
    expectAllClose(entry(outputs, 'real'), [Math.LN2], rounding);
    expectAllClose(entry(outputs, 'fake'), [Math.LN2], rounding);
    expectAllClose(entry(outputs, 'realFar'), [750], rounding);
    expectAllClose(entry(outputs, 'fakeFar'), [750], rounding);
  });

  it('has the gradient of cross-entropy: sigmoid minus target, over N', async () => {
    const logits = [-2, 0, 3];
    const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
    const outputs = await evaluate(
      ({ l }) => ({
        real: tf.grad((x: tf.Tensor) => adversarialReal(x as tf.Tensor1D))(l),
        fake: tf.grad((x: tf.Tensor) => adversarialFake(x as tf.Tensor1D))(l),
      }),
      { l: tensorOf(logits) },
    );
    expectAllClose(
      entry(outputs, 'real'),
      logits.map((l) => (sigmoid(l) - 1) / 3),
      rounding,
    );
    expectAllClose(
      entry(outputs, 'fake'),
      logits.map((l) => sigmoid(l) / 3),
      rounding,
    );
  });
});

describe('R1', () => {
  // With logit = ½ a Σ x², the gradient at x is a·x, so R1 = ½ a² mean‖x‖², and its derivative by a is a mean‖x‖².
  const image = tensorOf([1, 2, 3, 4, 0, 1], [2, 3, 1, 1]);
  const meanSquaredNorm = (14 + 17) / 2;
  const a = 0.7;

  const r1Of = (scale: tf.Tensor, x: tf.Tensor): { logits: tf.Tensor1D; r1: tf.Scalar } =>
    logitsWithR1(
      (y) => tf.mul(tf.sum<tf.Tensor1D>(tf.square(y), [1, 2, 3]), tf.mul(scale, 0.5)),
      x as tf.Tensor4D,
    );

  it('is half the mean squared gradient norm at the images, whose logits it gives too', async () => {
    const outputs = await evaluate(({ scale, x }) => ({ ...r1Of(scale, x) }), {
      scale: tensorOf([a], []),
      x: image,
    });
    expectAllClose(entry(outputs, 'r1'), [0.5 * a * a * meanSquaredNorm], rounding);
    expectAllClose(entry(outputs, 'logits'), [7 * a, 8.5 * a], rounding);
  });

  it('is differentiated through, to the discriminator’s parameters', async () => {
    const outputs = await evaluate(
      ({ scale, x }) => ({
        gradient: tf.grad((s: tf.Tensor) => r1Of(s, x).r1)(scale),
      }),
      { scale: tensorOf([a], []), x: image },
    );
    expectAllClose(entry(outputs, 'gradient'), [a * meanSquaredNorm], rounding);
  });
});

describe('the mean absolute difference', () => {
  it('averages over all elements; its gradient is the sign over their number, 0 where the two are equal', async () => {
    const outputs = await evaluate(
      ({ a, b }) => ({
        value: meanAbsoluteDifference(a, b),
        gradient: tf.grad((x: tf.Tensor) => meanAbsoluteDifference(x, b))(a),
      }),
      { a: tensorOf([1, -2, 5, 0], [2, 2]), b: tensorOf([0, 2, 5, 0], [2, 2]) },
    );
    expectAllClose(entry(outputs, 'value'), [1.25], rounding);
    expectAllClose(entry(outputs, 'gradient'), [0.25, -0.25, 0, 0], rounding);
  });
});
