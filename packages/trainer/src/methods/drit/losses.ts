// DRIT's losses (Lee et al. 2018, section 3) and MSGAN's mode seeking (Mao et al. 2019, eq. 2). Term names are the official
// code's; terms stand as they are added up, weights included.
import * as tf from '@tensorflow/tfjs-core';
import {
  dritDiscriminate,
  dritDiscriminateContent,
  type Attribute,
  type DritArchitecture,
  type DritNetwork,
  type Parameters,
} from '@starlab/models';
import type { Loss } from '../../losses/loss.ts';
import { meanAbsoluteDifference } from '../../losses/mean-absolute-difference.ts';
import { crossEntropy, multiScaleCrossEntropy } from '../../losses/multi-scale-adversarial.ts';
import { perDomain, type ForwardInput, type ForwardPass, type PerDomain } from './forward-pass.ts';
import type { DritSettings, ModeSeeking } from './settings.ts';

type Discriminator = Exclude<DritNetwork, 'enc_c' | 'enc_a' | 'gen'>;
export type Discriminators = Readonly<Record<Discriminator, Parameters>>;

const sum = (terms: readonly tf.Tensor[]): tf.Scalar => tf.addN([...terms]) as tf.Scalar;
const weighted = (term: tf.Tensor, weight: number): tf.Scalar => tf.mul(term, weight);

/** A pass whose tensors are constants, and the real images that each discriminator sees beside it. */
export interface DiscriminatorLossInput {
  readonly discriminators: Discriminators;
  readonly settings: DritSettings;
  readonly pass: Pick<ForwardPass, 'contents' | 'translations' | 'randomTranslations'>;
  /** Held against translations in encoded attributes, and in random ones; [N, 3, S, S]. */
  readonly encoded: PerDomain<tf.Tensor4D>;
  readonly others: PerDomain<tf.Tensor4D>;
}

type DomainDiscriminator = Exclude<Discriminator, 'disContent'>;
/** The official code's sums, and what the domains' are sums of. */
export type DritDiscriminatorTerm = `${Discriminator}_loss` | `${DomainDiscriminator}_${'real' | 'fake'}`;

/** Domain A is 0, domain B is 1. */
export function contentDiscriminatorLoss(
  discriminator: Parameters,
  contents: PerDomain<tf.Tensor4D>,
  architecture: DritArchitecture,
): Loss<'disContent_loss'> {
  const ofDomain = (content: tf.Tensor4D, target: 0 | 1): tf.Scalar =>
    crossEntropy(dritDiscriminateContent(discriminator, content, architecture), target);
  const total: tf.Scalar = tf.add(ofDomain(contents.A, 0), ofDomain(contents.B, 1));
  return { total, terms: { disContent_loss: total } };
}

/** All five discriminators: they share no parameters, so the sum has each one's gradient. */
export function dritDiscriminatorLoss(input: DiscriminatorLossInput): Loss<DritDiscriminatorTerm> {
  const { discriminators, settings, pass, encoded, others } = input;
  const { architecture } = settings;
  const against = (
    network: DomainDiscriminator,
    fakes: readonly tf.Tensor4D[],
    real: tf.Tensor4D,
  ): [DritDiscriminatorTerm, tf.Scalar][] => {
    const maps = (image: tf.Tensor4D): tf.Tensor4D[] =>
      dritDiscriminate(discriminators[network], image, architecture);
    const onFakes = sum(fakes.map((fake) => multiScaleCrossEntropy(maps(fake), 0)));
    // The real images count once for every fake.
    const onReal = weighted(multiScaleCrossEntropy(maps(real), 1), fakes.length);
    return [
      [`${network}_loss`, tf.add(onFakes, onReal)],
      [`${network}_fake`, onFakes],
      [`${network}_real`, onReal],
    ];
  };
  const content = contentDiscriminatorLoss(discriminators.disContent, pass.contents, architecture);
  const terms: Partial<Record<DritDiscriminatorTerm, tf.Scalar>> = Object.fromEntries([
    ...against('disA', [pass.translations.A], encoded.A),
    ...against('disB', [pass.translations.B], encoded.B),
    ...against('disA2', pass.randomTranslations.A, others.A),
    ...against('disB2', pass.randomTranslations.B, others.B),
    ['disContent_loss', content.total],
  ]);
  const sums = Object.entries(terms).filter(([name]) => name.endsWith('_loss'));
  return { total: sum(sums.map(([, term]) => term)), terms };
}

/** Keeps an attribute near N(0, I): the divergence of its distribution, summed, or the mean square of a bare code. */
function attributeRegularisation({ mean, logVariance }: Attribute): tf.Scalar {
  if (!logVariance) return tf.mean(tf.square(mean));
  const variance = tf.exp(logVariance);
  return tf.mul(tf.sum<tf.Scalar>(tf.sub(tf.sub(tf.add(logVariance, 1), tf.square(mean)), variance)), -0.5);
}

export type DritGeneratorTerm =
  | `gan_loss_${'a' | 'b'}`
  | `gan_loss_${'a' | 'b'}content`
  | `kl_loss_z${'a' | 'c'}_${'a' | 'b'}`
  | `l1_recon_${'A' | 'B' | 'AA' | 'BB'}_loss`
  | 'G_loss';

export interface GeneratorLossInput {
  readonly discriminators: Discriminators;
  readonly settings: DritSettings;
  readonly pass: ForwardPass;
  readonly encoded: PerDomain<tf.Tensor4D>; // [N, 3, S, S]
}

/** The first sum, of encoders and generator. */
export function dritGeneratorLoss(input: GeneratorLossInput): Loss<DritGeneratorTerm> {
  const { discriminators, settings, pass, encoded } = input;
  const { weights, architecture } = settings;
  const adversarial = perDomain((domain) =>
    weighted(
      multiScaleCrossEntropy(
        dritDiscriminate(discriminators[`dis${domain}`], pass.translations[domain], architecture),
        1,
      ),
      weights.adversarial,
    ),
  );
  // A content that tells nothing of its domain leaves the discriminator at one half.
  const contentAdversarial = perDomain((domain) =>
    weighted(
      crossEntropy(
        dritDiscriminateContent(discriminators.disContent, pass.contents[domain], architecture),
        0.5,
      ),
      weights.adversarial,
    ),
  );
  const attribute = perDomain((domain) =>
    weighted(attributeRegularisation(pass.attributes[domain]), weights.regularisation),
  );
  const content = perDomain((domain) =>
    weighted(tf.mean(tf.square(pass.contents[domain])), weights.regularisation),
  );
  const reconstruction = (images: PerDomain<tf.Tensor4D>, weight: number): PerDomain<tf.Scalar> =>
    perDomain((domain) => weighted(meanAbsoluteDifference(images[domain], encoded[domain]), weight));
  const cycle = reconstruction(pass.cycles, weights.cycle);
  const self = reconstruction(pass.reconstructions, weights.reconstruction);
  const terms = {
    gan_loss_a: adversarial.A,
    gan_loss_b: adversarial.B,
    gan_loss_acontent: contentAdversarial.A,
    gan_loss_bcontent: contentAdversarial.B,
    kl_loss_za_a: attribute.A,
    kl_loss_za_b: attribute.B,
    kl_loss_zc_a: content.A,
    kl_loss_zc_b: content.B,
    l1_recon_A_loss: cycle.A,
    l1_recon_B_loss: cycle.B,
    l1_recon_AA_loss: self.A,
    l1_recon_BB_loss: self.B,
  };
  const total = sum(Object.values(terms));
  return { total, terms: { ...terms, G_loss: total } };
}

/** 1 / (ratio + ε), where the ratio says how far two images lie apart for how far their attributes do. */
export function modeSeekingLoss(
  images: readonly tf.Tensor4D[],
  attributes: readonly tf.Tensor2D[],
  { weight, epsilon }: ModeSeeking,
): tf.Scalar {
  const distance = ([first, second]: readonly tf.Tensor[]): tf.Scalar => {
    if (!first || !second) throw new RangeError('mode seeking needs two random attributes');
    return meanAbsoluteDifference(second, first);
  };
  const ratio = tf.div(distance(images), distance(attributes));
  return tf.div(weight, tf.add(ratio, epsilon));
}

export type DritAloneTerm =
  'l1_recon_z_loss_a' | 'l1_recon_z_loss_b' | 'gan2_loss_a' | 'gan2_loss_b' | 'lz_AB' | 'lz_BA';

export interface AloneLossInput {
  readonly discriminators: Discriminators;
  readonly settings: DritSettings;
  readonly pass: Pick<ForwardPass, 'randomTranslations' | 'attributesAgain'>;
  readonly randomAttributes: ForwardInput['randomAttributes'];
}

/** The second sum, of the content encoder and the generator: what random attributes make. */
export function dritAloneLoss(input: AloneLossInput): Loss<DritAloneTerm> {
  const { discriminators, settings, pass, randomAttributes } = input;
  const { weights, architecture, modeSeeking } = settings;
  const [random] = randomAttributes;
  if (!random) throw new RangeError('there is no random attribute');
  const regression = perDomain((domain) =>
    weighted(meanAbsoluteDifference(pass.attributesAgain[domain], random), weights.latentRegression),
  );
  const adversarial = perDomain((domain) => {
    const ofImage = (image: tf.Tensor4D): tf.Scalar =>
      multiScaleCrossEntropy(dritDiscriminate(discriminators[`dis${domain}2`], image, architecture), 1);
    return weighted(sum(pass.randomTranslations[domain].map(ofImage)), weights.adversarial);
  });
  const seeking =
    modeSeeking &&
    perDomain((domain) => modeSeekingLoss(pass.randomTranslations[domain], randomAttributes, modeSeeking));
  const terms = {
    l1_recon_z_loss_a: regression.A,
    l1_recon_z_loss_b: regression.B,
    gan2_loss_a: adversarial.A,
    gan2_loss_b: adversarial.B,
    ...(seeking && { lz_AB: seeking.B, lz_BA: seeking.A }),
  };
  return { total: sum(Object.values(terms)), terms };
}
