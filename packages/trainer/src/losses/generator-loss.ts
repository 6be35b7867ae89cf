// The loss of generator, mapping network and style encoder: L_G = adv + λ_sty sty − λ_ds ds + λ_cyc cyc. Paper eq. 5.
import * as tf from '@tensorflow/tfjs-core';
import type { GeneratorTerm, Network } from '@starlab/experiment';
import {
  discriminate,
  encodeStyle,
  generate,
  type Architecture,
  type Masks,
  type Parameters,
} from '@starlab/models';
import { adversarialReal } from './adversarial.ts';
import { cycleConsistency } from './cycle-consistency.ts';
import { diversitySensitive } from './diversity-sensitive.ts';
import type { Loss } from './loss.ts';
import { styleReconstruction } from './style-reconstruction.ts';

/** The second translation of the diversity-sensitive term, and the term's weight at this iteration. */
export interface Diversity {
  /** G(x, s₂), made without a gradient. */
  readonly otherFake: tf.Tensor4D; // [N, 3, S, S]
  readonly lambdaDs: tf.Scalar;
}

export interface GeneratorLossInput {
  readonly networks: Readonly<Record<Network, Parameters>>;
  readonly architecture: Architecture;
  readonly lambdaSty: number;
  readonly lambdaCyc: number;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly targetDomain: tf.Tensor2D; // [N, domains], one-hot
  /** The target style, with its gradient. */
  readonly style: tf.Tensor2D; // [N, styleDimension]
  /** Absent in configuration E, whose loss has no diversity-sensitive term. */
  readonly diversity: Diversity | undefined;
  /** Heat-map masks of the source and of its translation, where highPassWeight > 0. */
  readonly masks: { readonly source: Masks; readonly fake: Masks } | undefined;
}

/** G's input with masks where there are any. */
function translate(
  { networks, architecture }: GeneratorLossInput,
  image: tf.Tensor4D,
  { style, masks }: { style: tf.Tensor2D; masks: Masks | undefined },
): tf.Tensor4D {
  return generate(networks.generator, { image, style, ...(masks && { masks }) }, architecture);
}

export function generatorLoss(input: GeneratorLossInput): Loss<GeneratorTerm> {
  const { networks, architecture, image, sourceDomain, targetDomain, style, diversity, masks } = input;
  const encode = (x: tf.Tensor4D, domain: tf.Tensor2D): tf.Tensor2D =>
    encodeStyle(networks.style_encoder, { image: x, domain }, architecture);

  const fake = translate(input, image, { style, masks: masks?.source });
  const logits = discriminate(networks.discriminator, { image: fake, domain: targetDomain }, architecture);
  const sourceStyle = encode(image, sourceDomain);
  const reconstruction = translate(input, fake, { style: sourceStyle, masks: masks?.fake });

  const adv = adversarialReal(logits);
  const sty = styleReconstruction(encode(fake, targetDomain), style);
  const cyc = cycleConsistency(reconstruction, image);
  const rest: tf.Scalar = tf.addN([adv, tf.mul(sty, input.lambdaSty), tf.mul(cyc, input.lambdaCyc)]);
  if (!diversity) return { total: rest, terms: { adv, sty, cyc } };
  const ds = diversitySensitive(fake, diversity.otherFake);
  return { total: tf.sub(rest, tf.mul(ds, diversity.lambdaDs)), terms: { adv, sty, ds, cyc } };
}
