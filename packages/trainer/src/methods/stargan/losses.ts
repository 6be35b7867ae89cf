// StarGAN's losses (Choi et al. 2018, eqs. 1–8): Wasserstein with gradient penalty, domain classification, reconstruction.
// With the multi-task head (configuration B) each sample is judged by its domain's branch and nothing is classified.
import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorTerm, GeneratorTerm } from '@starlab/experiment';
import {
  ownLogits,
  starganDiscriminate,
  starganGenerate,
  type Judgement,
  type Parameters,
  type StarganArchitecture,
} from '@starlab/models';
import { attributeLoss, classLoss } from '../../losses/classification.ts';
import { cycleConsistency } from '../../losses/cycle-consistency.ts';
import { gradientPenalty } from '../../losses/gradient-penalty.ts';
import type { Loss } from '../../losses/loss.ts';

interface CommonInput {
  readonly generator: Parameters;
  readonly discriminator: Parameters;
  readonly architecture: StarganArchitecture;
  /** Labels are attributes that may hold together, not classes. */
  readonly multiLabel: boolean;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains]
  readonly targetDomain: tf.Tensor2D; // [N, domains]
}

export interface DiscriminatorLossInput extends CommonInput {
  /** Translations of `image` into `targetDomain`, made without a gradient. */
  readonly fake: tf.Tensor4D;
  /** Share of the real image in the gradient penalty's mixture, [N, 1, 1, 1]. */
  readonly mixture: tf.Tensor4D;
  readonly lambdaCls: number;
  readonly lambdaGp: number;
}

export interface GeneratorLossInput extends CommonInput {
  readonly lambdaCls: number;
  readonly lambdaCyc: number;
}

/** The classification term, where the discriminator has a classifier. */
function classification(
  { domainLogits }: Judgement,
  domain: tf.Tensor2D,
  { multiLabel }: CommonInput,
): { cls?: tf.Scalar } {
  if (!domainLogits) return {};
  return { cls: multiLabel ? attributeLoss(domainLogits, domain) : classLoss(domainLogits, domain) };
}

const weightedSum = (terms: readonly (readonly [tf.Scalar | undefined, number])[]): tf.Scalar =>
  tf.addN(terms.flatMap(([term, weight]): tf.Scalar[] => (term ? [tf.mul(term, weight)] : [])));

export function starganDiscriminatorLoss(input: DiscriminatorLossInput): Loss<DiscriminatorTerm> {
  const { discriminator, architecture, image, fake, sourceDomain, targetDomain, mixture } = input;
  const judged = (x: tf.Tensor4D): Judgement => starganDiscriminate(discriminator, x, architecture);
  const onReal = judged(image);
  const real: tf.Scalar = tf.neg(tf.mean(ownLogits(onReal, sourceDomain, architecture)));
  const onFake: tf.Scalar = tf.mean(ownLogits(judged(fake), targetDomain, architecture));
  const mixed: tf.Tensor4D = tf.add(tf.mul(mixture, image), tf.mul(tf.sub(1, mixture), fake));
  const gp = gradientPenalty((x) => ownLogits(judged(x), targetDomain, architecture), mixed);
  const { cls } = classification(onReal, sourceDomain, input);
  const total = weightedSum([
    [real, 1],
    [onFake, 1],
    [cls, input.lambdaCls],
    [gp, input.lambdaGp],
  ]);
  return { total, terms: { real, fake: onFake, ...(cls && { cls }), gp } };
}

export function starganGeneratorLoss(input: GeneratorLossInput): Loss<GeneratorTerm> {
  const { generator, discriminator, architecture, image, sourceDomain, targetDomain } = input;
  const translate = (x: tf.Tensor4D, domain: tf.Tensor2D): tf.Tensor4D =>
    starganGenerate(generator, { image: x, domain }, architecture);
  const fake = translate(image, targetDomain);
  const judgement = starganDiscriminate(discriminator, fake, architecture);
  const adv: tf.Scalar = tf.neg(tf.mean(ownLogits(judgement, targetDomain, architecture)));
  const cyc = cycleConsistency(translate(fake, sourceDomain), image);
  const { cls } = classification(judgement, targetDomain, input);
  const total = weightedSum([
    [adv, 1],
    [cls, input.lambdaCls],
    [cyc, input.lambdaCyc],
  ]);
  return { total, terms: { adv, ...(cls && { cls }), cyc } };
}
