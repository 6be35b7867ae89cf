// The discriminator's loss with R1 and the real term merged into one linear pass; same terms, same gradients, less work.
//
// The discriminator D is piecewise linear: at the images x it is a linear map with known slopes. There, with
// c = −σ(−D(x))/N and g = ∂ΣD/∂x, both held constant, the gradient of the real term by the parameters is that of
// Σ c D(x), and the gradient of R1 = ½ mean‖g‖² is that of the derivative of D in the direction g/N. D being linear, their
// sum is the gradient of one pass over c·x + λ_reg g/N with biases scaled by c. Plain double differentiation goes through
// D twice as often. Not valid for a discriminator with normalisation or smooth activations.
import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorTerm } from '@starlab/experiment';
import { discriminate, linearisedEvaluation, recordingEvaluation } from '@starlab/models';
import { adversarialFake, adversarialReal } from '../../losses/adversarial.ts';
import type { DiscriminatorLossInput } from './discriminator-loss.ts';
import type { Loss } from '../../losses/loss.ts';
import { logitsWithR1 } from '../../losses/r1.ts';

/**
 * A function for `gradientsOf` in place of `discriminatorLoss`. Its total is not the loss, but has the loss's gradient at the
 * present parameters; its terms are the loss's. Call this outside the tape: what it computes counts as constant.
 */
export function linearisedDiscriminatorLoss(input: DiscriminatorLossInput): () => Loss<DiscriminatorTerm> {
  const { discriminator, architecture, lambdaReg, image, sourceDomain, fake, targetDomain } = input;
  const count = image.shape[0];
  const activations: tf.Tensor4D[] = [];
  discriminate(
    discriminator,
    { image, domain: sourceDomain, evaluation: recordingEvaluation(activations) },
    architecture,
  );
  const { logits, r1, imageGradient } = logitsWithR1(
    (x) => discriminate(discriminator, { image: x, domain: sourceDomain }, architecture),
    image,
  );
  const real = adversarialReal(logits);
  const realSlope: tf.Tensor1D = tf.div(tf.sigmoid(tf.neg(logits)), -count); // c, [N]
  const direction: tf.Tensor4D = tf.add(
    tf.mul(image, tf.reshape(realSlope, [count, 1, 1, 1])),
    tf.mul(imageGradient, lambdaReg / count),
  );

  return () => {
    const linearised = discriminate(
      discriminator,
      {
        image: direction,
        domain: sourceDomain,
        evaluation: linearisedEvaluation(activations, realSlope),
      },
      architecture,
    );
    const fakeLogits = discriminate(discriminator, { image: fake, domain: targetDomain }, architecture);
    const fakeLoss = adversarialFake(fakeLogits);
    return {
      total: tf.add<tf.Scalar>(tf.sum(linearised), fakeLoss),
      terms: { real, fake: fakeLoss, reg: r1 },
    };
  };
}
