// DRIT's forward pass, which serves all updates of a mini-batch: both domains encoded, translated in each other's and in random
// attributes, and the translations encoded and translated back. A function of the parameters, so that it can be gone back
// through more than once.
import * as tf from '@tensorflow/tfjs-core';
import {
  dritAttribute,
  dritContent,
  dritGenerate,
  sampleAttribute,
  type Attribute,
  type DritArchitecture,
  type DritDomain,
  type DritNetwork,
  type Parameters,
} from '@starlab/models';

/** One of something for each domain. */
export type PerDomain<T> = Readonly<Record<DritDomain, T>>;

export const perDomain = <T>(make: (domain: DritDomain, other: DritDomain) => T): PerDomain<T> => ({
  A: make('A', 'B'),
  B: make('B', 'A'),
});

/** The networks that translate. */
export type TranslatingNetwork = Extract<DritNetwork, 'enc_c' | 'enc_a' | 'gen'>;
export type Translating = Readonly<Record<TranslatingNetwork, Parameters>>;

export interface ForwardInput {
  readonly images: PerDomain<tf.Tensor4D>; // [N, 3, S, S], to be encoded
  /** Added to the contents: of the images, and of the translations into the domain. */
  readonly noise: PerDomain<tf.Tensor4D>; // [N, 4·width, S/4, S/4]
  readonly noiseAgain: PerDomain<tf.Tensor4D>;
  /** Random attributes: one, or two with mode seeking. */
  readonly randomAttributes: readonly tf.Tensor2D[]; // [N, attributeDimension]
  /** What attributes are drawn with where they are distributions. */
  readonly epsilon: PerDomain<tf.Tensor2D> | undefined;
  readonly epsilonAgain: PerDomain<tf.Tensor2D> | undefined;
}

/** Everything in a domain's entry shows that domain; contents may come from the other. */
export interface ForwardPass {
  readonly contents: PerDomain<tf.Tensor4D>;
  readonly attributes: PerDomain<Attribute>;
  /** The other domain's content in the attribute of the domain's own image. */
  readonly translations: PerDomain<tf.Tensor4D>;
  /** Content and attribute of one image. */
  readonly reconstructions: PerDomain<tf.Tensor4D>;
  /** The other domain's content in the random attributes. */
  readonly randomTranslations: PerDomain<readonly tf.Tensor4D[]>;
  /** What both translations give when their contents and attributes change places again. */
  readonly cycles: PerDomain<tf.Tensor4D>;
  /** The first random attribute as it is found in its image: the mean, where it is a distribution. */
  readonly attributesAgain: PerDomain<tf.Tensor2D>;
}

/** The contents alone, [N, 4·width, S/4, S/4]. */
export function encodeContents(
  encoder: Parameters,
  images: PerDomain<tf.Tensor4D>,
  noise: PerDomain<tf.Tensor4D>,
): PerDomain<tf.Tensor4D> {
  return perDomain((domain) => dritContent(encoder, { domain, image: images[domain], noise: noise[domain] }));
}

export function forwardPass(
  { enc_c, enc_a, gen }: Translating,
  input: ForwardInput,
  architecture: DritArchitecture,
): ForwardPass {
  const { images, randomAttributes } = input;
  const attributesOf = (shown: PerDomain<tf.Tensor4D>): PerDomain<Attribute> =>
    perDomain((domain) => dritAttribute(enc_a, { domain, image: shown[domain] }, architecture));
  const contents = encodeContents(enc_c, images, input.noise);
  const attributes = attributesOf(images);

  // One call of the generator paints all pictures of a domain.
  const painted = perDomain((domain, other) => {
    const own = sampleAttribute(attributes[domain], input.epsilon?.[domain]);
    const content = tf.concat([
      contents[other],
      contents[domain],
      ...randomAttributes.map(() => contents[other]),
    ]);
    const attribute = tf.concat([own, own, ...randomAttributes]);
    const pictures = dritGenerate(gen, { domain, content, attribute }, architecture);
    return tf.split<tf.Tensor4D>(pictures, 2 + randomAttributes.length);
  });
  const picture = (domain: DritDomain, index: number): tf.Tensor4D => {
    const found = painted[domain][index];
    if (!found) throw new RangeError(`the generator painted no picture ${index}`);
    return found;
  };
  const translations = perDomain((domain) => picture(domain, 0));
  const randomTranslations = perDomain((domain) =>
    randomAttributes.map((_, index) => picture(domain, 2 + index)),
  );

  const contentsAgain = encodeContents(enc_c, translations, input.noiseAgain);
  const translatedAttributes = attributesOf(translations);
  return {
    contents,
    attributes,
    translations,
    reconstructions: perDomain((domain) => picture(domain, 1)),
    randomTranslations,
    // A translation into the other domain holds this domain's content.
    cycles: perDomain((domain, other) =>
      dritGenerate(
        gen,
        {
          domain,
          content: contentsAgain[other],
          attribute: sampleAttribute(translatedAttributes[domain], input.epsilonAgain?.[domain]),
        },
        architecture,
      ),
    ),
    attributesAgain: perDomain((domain) => {
      const [image] = randomTranslations[domain];
      if (!image) throw new RangeError('there is no random attribute');
      return dritAttribute(enc_a, { domain, image }, architecture).mean;
    }),
  };
}
