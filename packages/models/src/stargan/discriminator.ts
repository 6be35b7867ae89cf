// StarGAN's discriminator (Choi et al. 2018, Table 5): halving convolutions, then a map of real/fake logits and, beside it, the
// domain's logits. With the multi-task head (configuration B) there is a map of logits for each domain instead.
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, leakyRelu } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { StarganArchitecture } from './architecture.ts';

const LEAKY_SLOPE = 0.01;

/** Places of the convolutions in `main`; the odd ones between them are leaky ReLUs. */
const places = ({ discriminatorDepth }: StarganArchitecture): number[] =>
  Array.from({ length: discriminatorDepth }, (_, layer) => 2 * layer);

export function starganDiscriminatorShapes(architecture: StarganArchitecture): ParameterShapes {
  const { discriminatorWidth, discriminatorDepth, domainCount, imageSize, discriminatorHead } = architecture;
  const layers = places(architecture).map((place, layer) =>
    named(
      `main.${place}`,
      convolutionShapes({
        inChannels: layer === 0 ? 3 : discriminatorWidth * 2 ** (layer - 1),
        outChannels: discriminatorWidth * 2 ** layer,
        size: 4,
      }),
    ),
  );
  const inChannels = discriminatorWidth * 2 ** (discriminatorDepth - 1);
  const hasClassifier = discriminatorHead === 'classifier';
  const head = (outChannels: number, size: number): ParameterShapes =>
    convolutionShapes({ inChannels, outChannels, size, bias: false });
  return Object.assign(
    {},
    ...layers,
    named('conv1', head(hasClassifier ? 1 : domainCount, 3)),
    hasClassifier ? named('conv2', head(domainCount, imageSize / 2 ** discriminatorDepth)) : {},
  );
}

export interface Judgement {
  /** Real/fake logits, one map [N, 1, h, w], or one for each domain [N, D, h, w]. */
  readonly logits: tf.Tensor4D;
  /** Logits of the domain [N, D]; undefined with the multi-task head. */
  readonly domainLogits: tf.Tensor2D | undefined;
}

/** `image` [N, 3, S, S]. */
export function starganDiscriminate(
  parameters: Parameters,
  image: tf.Tensor4D,
  architecture: StarganArchitecture,
): Judgement {
  const main = within(parameters, 'main');
  const features = places(architecture).reduce((x, place) => {
    const bias = parameter(main, `${place}.bias`, 1);
    return leakyRelu(
      conv2d(x, parameter(main, `${place}.weight`, 4), { bias, stride: 2, padding: 1 }),
      LEAKY_SLOPE,
    );
  }, image);
  const logits = conv2d(features, parameter(parameters, 'conv1.weight', 4), { padding: 1 });
  if (architecture.discriminatorHead === 'multi-task') return { logits, domainLogits: undefined };
  const classes = conv2d(features, parameter(parameters, 'conv2.weight', 4));
  return { logits, domainLogits: tf.reshape(classes, [image.shape[0], architecture.domainCount]) };
}

/** Each sample's own map of logits, [N, h, w]: the only one, or its domain's by `domain` [N, D] one-hot. */
export function ownLogits(
  { logits }: Judgement,
  domain: tf.Tensor2D,
  { discriminatorHead }: StarganArchitecture,
): tf.Tensor3D {
  const [count, maps, height, width] = logits.shape;
  if (discriminatorHead === 'classifier') return tf.reshape(logits, [count, height, width]);
  return tf.sum(tf.mul(logits, tf.reshape(domain, [count, maps, 1, 1])), 1);
}
