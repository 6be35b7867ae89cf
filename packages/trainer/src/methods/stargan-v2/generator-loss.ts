// The loss of generator, mapping network and style encoder: L_G = adv + λ_sty sty − λ_ds ds + λ_cyc cyc. Paper eq. 5.
import * as tf from '@tensorflow/tfjs-core';
import type { GeneratorTerm, Network } from '@starlab/experiment';
import {
  discriminate,
  encodeLatent,
  encodeStyle,
  generate,
  styleOf,
  type Guide,
  type Masks,
  type Parameters,
  type StarganV2Architecture,
} from '@starlab/models';
import { adversarialReal } from '../../losses/adversarial.ts';
import { cycleConsistency } from '../../losses/cycle-consistency.ts';
import { diversitySensitive } from '../../losses/diversity-sensitive.ts';
import { latentReconstruction } from '../../losses/latent-reconstruction.ts';
import type { Loss } from '../../losses/loss.ts';
import { styleReconstruction } from '../../losses/style-reconstruction.ts';

/** The second translation of the diversity-sensitive term, and the term's weight at this iteration. */
export interface Diversity {
  /** G(x, s₂), made without a gradient. */
  readonly otherFake: tf.Tensor4D; // [N, 3, S, S]
  readonly lambdaDs: tf.Scalar;
}

export interface GeneratorLossInput {
  readonly networks: Readonly<Record<Network, Parameters>>;
  readonly architecture: StarganV2Architecture;
  readonly lambdaSty: number;
  readonly lambdaCyc: number;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly targetDomain: tf.Tensor2D; // [N, domains], one-hot
  /** What the target style is made from. */
  readonly guide: Guide;
  /** Absent where λ_ds = 0, as in configuration E. */
  readonly diversity: Diversity | undefined;
  /** Heat-map masks of the source, and those of its translation, where highPassWeight > 0. */
  readonly masks: { readonly source: Masks; readonly ofFake: (fake: tf.Tensor4D) => Masks } | undefined;
}

/** G's input with masks where there are any. */
function translate(
  { networks, architecture }: GeneratorLossInput,
  image: tf.Tensor4D,
  { style, masks }: { style: tf.Tensor2D; masks: Masks | undefined },
): tf.Tensor4D {
  return generate(networks.generator, { image, style, ...(masks && { masks }) }, architecture);
}

/** How far the code found in the translation lies from the one it was made with; nothing to find with a label alone. */
function reconstructionTerm(
  { networks, architecture, targetDomain, guide }: GeneratorLossInput,
  { fake, style }: { fake: tf.Tensor4D; style: tf.Tensor2D },
): Partial<Record<GeneratorTerm, tf.Scalar>> {
  switch (architecture.conditioning) {
    case 'style-code': {
      const encoded = encodeStyle(
        networks.style_encoder,
        { image: fake, domain: targetDomain },
        architecture,
      );
      return { sty: styleReconstruction(encoded, style) };
    }
    case 'latent-code': {
      if (guide.kind !== 'latent') throw new RangeError('a latent code needs a latent as its guide');
      const encoded = encodeLatent(networks.style_encoder, fake, architecture);
      return { latent_reconstruction: latentReconstruction(encoded, guide.latent) };
    }
    case 'label':
      return {};
    default:
      return architecture.conditioning satisfies never;
  }
}

export function generatorLoss(input: GeneratorLossInput): Loss<GeneratorTerm> {
  const { networks, architecture, image, sourceDomain, targetDomain, guide, diversity, masks } = input;
  const style = styleOf(networks, { guide, domain: targetDomain }, architecture);
  const fake = translate(input, image, { style, masks: masks?.source });
  const logits = discriminate(networks.discriminator, { image: fake, domain: targetDomain }, architecture);
  const sourceStyle = styleOf(
    networks,
    { guide: { kind: 'reference', reference: image }, domain: sourceDomain },
    architecture,
  );
  const reconstruction = translate(input, fake, { style: sourceStyle, masks: masks?.ofFake(fake) });

  const adv = adversarialReal(logits);
  const cyc = cycleConsistency(reconstruction, image);
  const reconstructed = reconstructionTerm(input, { fake, style });
  const weighted = [
    adv,
    ...Object.values(reconstructed).map((term): tf.Scalar => tf.mul(term, input.lambdaSty)),
    tf.mul<tf.Scalar>(cyc, input.lambdaCyc),
  ];
  const rest: tf.Scalar = tf.addN(weighted);
  if (!diversity) return { total: rest, terms: { adv, ...reconstructed, cyc } };
  const ds = diversitySensitive(fake, diversity.otherFake);
  const total: tf.Scalar = tf.sub(rest, tf.mul(ds, diversity.lambdaDs));
  return { total, terms: { adv, ...reconstructed, ds, cyc } };
}
