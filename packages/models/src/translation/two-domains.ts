// What methods with a model for two domains have in common: an image is taken apart by its own domain's networks and painted by the
// target's. A batch may hold images of both, so both sides compute and each sample takes its own. A style says its domain.
import * as tf from '@tensorflow/tfjs-core';
import { selectDomain } from '../blocks/select-domain.ts';
import type { Parameters } from '../blocks/parameters.ts';
import { inputOf } from './step-tensors.ts';
import type { StylePart, Translation } from './translation.ts';

const DOMAINS = 2;

export interface TwoDomainSizes {
  /** Height and width of images, px. */
  readonly imageSize: number;
  readonly domainCount: typeof DOMAINS;
}

type Both<T> = readonly [T, T];

/** One part of a translation by the networks of both domains, the first and the second by name. */
export interface TwoDomainPart<Input extends readonly unknown[], Output extends tf.Tensor> {
  readonly networks: readonly string[];
  readonly by: (state: Parameters, ...input: Input) => Both<Output>;
}

export interface TwoDomainTranslating {
  readonly content: TwoDomainPart<[image: tf.Tensor4D], tf.Tensor4D>;
  /** The style, or attribute, of a reference as either domain's encoder sees it: [N, styleDimension]. */
  readonly style: TwoDomainPart<[reference: tf.Tensor4D], tf.Tensor2D>;
  readonly paint: TwoDomainPart<[content: tf.Tensor4D, style: tf.Tensor2D], tf.Tensor4D>;
  /** [channels, height, width] of a content. */
  readonly contentShape: readonly number[];
  readonly styleDimension: number;
}

/** Translations into the domain asked for, in a random style or in that of a reference. */
export function twoDomainTranslation(translating: TwoDomainTranslating): Translation {
  const { content, style, paint, contentShape, styleDimension } = translating;
  const domainOf = (inputs: Parameters): tf.Tensor2D => inputOf<tf.Tensor2D>(inputs, 'domain');
  const stylePart = (
    guide: 'latent' | 'reference',
    networks: readonly string[],
    styleIn: (state: Parameters, inputs: Parameters) => tf.Tensor2D,
  ): StylePart => ({
    guide,
    networks,
    step: (state, inputs) => ({
      state,
      outputs: { style: tf.concat2d([styleIn(state, inputs), domainOf(inputs)], 1) },
    }),
  });
  return {
    encode: {
      networks: content.networks,
      takesDomain: true,
      step: (state, inputs) => ({
        state,
        outputs: { content: selectDomain(content.by(state, inputOf(inputs, 'image')), domainOf(inputs)) },
      }),
    },
    styles: {
      latent: stylePart('latent', [], (_, inputs) => inputOf(inputs, 'latent')),
      reference: stylePart('reference', style.networks, (state, inputs) =>
        selectDomain(style.by(state, inputOf(inputs, 'reference')), domainOf(inputs)),
      ),
    },
    decode: {
      networks: paint.networks,
      step: (state, inputs) => {
        const [wanted, target] = tf.split<tf.Tensor2D>(
          inputOf<tf.Tensor2D>(inputs, 'style'),
          [styleDimension, DOMAINS],
          1,
        );
        if (!wanted || !target) throw new RangeError('a style has two parts');
        return {
          state,
          outputs: { image: selectDomain(paint.by(state, inputOf(inputs, 'content'), wanted), target) },
        };
      },
    },
    encodedShapes: (count) => ({ content: [count, ...contentShape] }),
    styleSize: styleDimension + DOMAINS,
  };
}
