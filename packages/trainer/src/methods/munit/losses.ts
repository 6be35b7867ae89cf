// MUNIT's losses (Huang et al. 2018, section 4): least-squares adversarial, reconstruction of images, of codes, and around the
// cycle. Term names are the official code's.
import * as tf from '@tensorflow/tfjs-core';
import {
  munitDecode,
  munitDiscriminate,
  munitEncode,
  type MunitCode,
  type MunitNetwork,
  type Parameters,
} from '@starlab/models';
import { leastSquares } from '../../losses/least-squares.ts';
import type { Loss } from '../../losses/loss.ts';
import { meanAbsoluteDifference } from '../../losses/mean-absolute-difference.ts';
import type { MunitSettings } from './settings.ts';

type Networks = Readonly<Record<MunitNetwork, Parameters>>;

/** One tensor for each domain. */
export interface Pair<T> {
  readonly a: T;
  readonly b: T;
}

interface LossInput {
  readonly networks: Networks;
  readonly settings: MunitSettings;
  readonly images: Pair<tf.Tensor4D>; // [N, 3, S, S]
  /** Random styles; `a` is for translations into A. */
  readonly styles: Pair<tf.Tensor2D>; // [N, styleDimension]
}

interface Encoded {
  readonly codes: Pair<MunitCode>;
  /** In random styles; `a` shows B's content. */
  readonly translations: Pair<tf.Tensor4D>;
}

function translate({ networks, settings, images, styles }: LossInput): Encoded {
  const { architecture } = settings;
  const a = munitEncode(networks.gen_a, images.a, architecture);
  const b = munitEncode(networks.gen_b, images.b, architecture);
  return {
    codes: { a, b },
    translations: {
      a: munitDecode(networks.gen_a, { content: b.content, style: styles.a }, architecture),
      b: munitDecode(networks.gen_b, { content: a.content, style: styles.b }, architecture),
    },
  };
}

/** The fakes that the discriminators are shown; call this outside the tape. */
export const munitTranslations = (input: LossInput): Pair<tf.Tensor4D> => translate(input).translations;

/** The official code's sums, and what they are sums of. */
export type MunitDiscriminatorTerm =
  `loss_dis_${'a' | 'b' | 'total'}` | `loss_dis_${'real' | 'fake'}_${'a' | 'b'}`;

export function munitDiscriminatorLoss(
  { networks, settings, images }: LossInput,
  fakes: Pair<tf.Tensor4D>,
): Loss<MunitDiscriminatorTerm> {
  const ofDomain = (domain: 'a' | 'b'): Record<'fake' | 'real' | 'sum', tf.Scalar> => {
    const maps = (image: tf.Tensor4D): tf.Tensor4D[] =>
      munitDiscriminate(networks[`dis_${domain}`], image, settings.architecture);
    const fake = leastSquares(maps(fakes[domain]), 0);
    const real = leastSquares(maps(images[domain]), 1);
    return { fake, real, sum: tf.add(fake, real) };
  };
  const [a, b] = [ofDomain('a'), ofDomain('b')];
  const total: tf.Scalar = tf.mul(tf.add(a.sum, b.sum), settings.weights.adversarial);
  return {
    total,
    terms: {
      loss_dis_a: a.sum,
      loss_dis_b: b.sum,
      loss_dis_real_a: a.real,
      loss_dis_real_b: b.real,
      loss_dis_fake_a: a.fake,
      loss_dis_fake_b: b.fake,
      loss_dis_total: total,
    },
  };
}

const generatorTermKinds = ['adv', 'recon_x', 'recon_s', 'recon_c', 'cycrecon_x'] as const;
type GeneratorTermKind = (typeof generatorTermKinds)[number];
export type MunitGeneratorTerm = `loss_gen_${GeneratorTermKind}_${'a' | 'b'}` | 'loss_gen_total';

const weightNames = {
  adv: 'adversarial',
  recon_x: 'imageReconstruction',
  recon_s: 'styleReconstruction',
  recon_c: 'contentReconstruction',
  cycrecon_x: 'cycle',
} as const satisfies Record<GeneratorTermKind, keyof MunitSettings['weights']>;

/** The terms of each kind, in the domain that state dicts call a or b: that of the image, or of the code's origin. */
function generatorTerms(input: LossInput): Record<GeneratorTermKind, Pair<tf.Scalar>> {
  const { networks, settings, images, styles } = input;
  const { architecture, weights } = settings;
  const { codes, translations } = translate(input);
  // A translation into A shows B's content in a random style of A: both are to be found in it again.
  const again = {
    a: munitEncode(networks.gen_a, translations.a, architecture),
    b: munitEncode(networks.gen_b, translations.b, architecture),
  };
  const decoded = (domain: 'a' | 'b', code: MunitCode): tf.Tensor4D =>
    munitDecode(networks[`gen_${domain}`], code, architecture);
  const each = (term: (domain: 'a' | 'b', other: 'a' | 'b') => tf.Scalar): Pair<tf.Scalar> => ({
    a: term('a', 'b'),
    b: term('b', 'a'),
  });
  return {
    adv: each((domain) =>
      leastSquares(munitDiscriminate(networks[`dis_${domain}`], translations[domain], architecture), 1),
    ),
    recon_x: each((domain) => meanAbsoluteDifference(decoded(domain, codes[domain]), images[domain])),
    recon_s: each((domain) => meanAbsoluteDifference(again[domain].style, styles[domain])),
    recon_c: each((domain, other) => meanAbsoluteDifference(again[other].content, codes[domain].content)),
    cycrecon_x: each((domain, other) =>
      weights.cycle > 0
        ? meanAbsoluteDifference(
            decoded(domain, { content: again[other].content, style: codes[domain].style }),
            images[domain],
          )
        : tf.scalar(0),
    ),
  };
}

export function munitGeneratorLoss(input: LossInput): Loss<MunitGeneratorTerm> {
  const kinds = generatorTerms(input);
  const { weights } = input.settings;
  const total: tf.Scalar = tf.addN(
    generatorTermKinds.map((kind) =>
      tf.mul(tf.add(kinds[kind].a, kinds[kind].b), weights[weightNames[kind]]),
    ),
  );
  const terms: Partial<Record<MunitGeneratorTerm, tf.Scalar>> = { loss_gen_total: total };
  for (const kind of generatorTermKinds) {
    terms[`loss_gen_${kind}_a`] = kinds[kind].a;
    terms[`loss_gen_${kind}_b`] = kinds[kind].b;
  }
  return { total, terms };
}
