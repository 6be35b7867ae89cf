// The discriminator's loss: L_D = real + fake + λ_reg · R1. Paper eq. 1 and section 3.
import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorTerm } from '@starlab/experiment';
import { discriminate, type StarganV2Architecture, type Parameters } from '@starlab/models';
import { adversarialFake, adversarialReal } from '../../losses/adversarial.ts';
import type { Loss } from '../../losses/loss.ts';
import { logitsWithR1 } from '../../losses/r1.ts';

export interface DiscriminatorLossInput {
  readonly discriminator: Parameters;
  readonly architecture: StarganV2Architecture;
  readonly lambdaReg: number;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains], one-hot
  /** Translations of `image`, made without a gradient. */
  readonly fake: tf.Tensor4D; // [N, 3, S, S]
  readonly targetDomain: tf.Tensor2D; // [N, domains], one-hot
}

export function discriminatorLoss(input: DiscriminatorLossInput): Loss<DiscriminatorTerm> {
  const { discriminator, architecture, image, sourceDomain, fake, targetDomain } = input;
  const { logits, r1 } = logitsWithR1(
    (x) => discriminate(discriminator, { image: x, domain: sourceDomain }, architecture),
    image,
  );
  const fakeLogits = discriminate(discriminator, { image: fake, domain: targetDomain }, architecture);
  const terms = { real: adversarialReal(logits), fake: adversarialFake(fakeLogits), reg: r1 };
  const total: tf.Scalar = tf.addN([terms.real, terms.fake, tf.mul(terms.reg, input.lambdaReg)]);
  return { total, terms };
}
