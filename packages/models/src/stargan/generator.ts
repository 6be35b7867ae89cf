// StarGAN's generator (Choi et al. 2018, Table 4): the label joins the image as constant planes, then down, residual blocks, up.
// Zero padding is essential: with mirrored borders the instance norm after the first layer would cancel the planes.
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, convTranspose2d } from '@starlab/engine/ops';
import { affineInstanceNorm, affineInstanceNormShapes } from '../blocks/affine-instance-norm.ts';
import { convolutionShapes } from '../blocks/convolution.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { StarganArchitecture } from './architecture.ts';

export interface LabelledImage {
  readonly image: tf.Tensor4D; // [N, 3, S, S] in [−1, 1]
  /** One-hot, or an attribute each. */
  readonly domain: tf.Tensor2D; // [N, domains]
}

interface Layer {
  /** Its place in `main`; each is followed by its instance norm and a ReLU. */
  readonly index: number;
  readonly kind: 'convolution' | 'transposed';
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

interface GeneratorLayout {
  readonly down: readonly Layer[];
  /** Places of the residual blocks in `main`, and their channels. */
  readonly residual: { readonly indices: readonly number[]; readonly channels: number };
  readonly up: readonly Layer[];
  /** Place of the last convolution, which has no norm. */
  readonly last: number;
}

function generatorLayout(architecture: StarganArchitecture): GeneratorLayout {
  const { generatorWidth: width, residualBlocks, domainCount } = architecture;
  const halving = { kind: 'convolution', size: 4, stride: 2, padding: 1 } as const;
  const doubling = { ...halving, kind: 'transposed' } as const;
  const first = { kind: 'convolution', size: 7, stride: 1, padding: 3 } as const;
  const up = 9 + residualBlocks;
  return {
    down: [
      { index: 0, ...first, inChannels: 3 + domainCount, outChannels: width },
      { index: 3, ...halving, inChannels: width, outChannels: 2 * width },
      { index: 6, ...halving, inChannels: 2 * width, outChannels: 4 * width },
    ],
    residual: {
      indices: Array.from({ length: residualBlocks }, (_, block) => 9 + block),
      channels: 4 * width,
    },
    up: [
      { index: up, ...doubling, inChannels: 4 * width, outChannels: 2 * width },
      { index: up + 3, ...doubling, inChannels: 2 * width, outChannels: width },
    ],
    last: up + 6,
  };
}

function layerShapes(layer: Layer): ParameterShapes {
  const { index, kind, inChannels, outChannels, size } = layer;
  const weight =
    kind === 'transposed' ? [inChannels, outChannels, size, size] : [outChannels, inChannels, size, size];
  return {
    [`${index}.weight`]: weight,
    ...named(`${index + 1}`, affineInstanceNormShapes(outChannels)),
  };
}

function residualShapes(channels: number): ParameterShapes {
  const convolution = convolutionShapes({
    inChannels: channels,
    outChannels: channels,
    size: 3,
    bias: false,
  });
  return named('main', {
    ...named('0', convolution),
    ...named('1', affineInstanceNormShapes(channels)),
    ...named('3', convolution),
    ...named('4', affineInstanceNormShapes(channels)),
  });
}

/**
 * Shapes of the trained parameters. The official state dict also has running statistics of the instance norms, which no
 * output depends on; they are no parameters here.
 */
export function starganGeneratorShapes(architecture: StarganArchitecture): ParameterShapes {
  const { down, residual, up, last } = generatorLayout(architecture);
  const rgb = convolutionShapes({
    inChannels: architecture.generatorWidth,
    outChannels: 3,
    size: 7,
    bias: false,
  });
  return named(
    'main',
    Object.assign(
      {},
      ...down.map(layerShapes),
      ...residual.indices.map((index) => named(`${index}`, residualShapes(residual.channels))),
      ...up.map(layerShapes),
      named(`${last}`, rgb),
    ),
  );
}

function applyLayer(main: Parameters, x: tf.Tensor4D, layer: Layer): tf.Tensor4D {
  const { index, kind, stride, padding } = layer;
  const weight = parameter(main, `${index}.weight`, 4);
  const y =
    kind === 'transposed'
      ? convTranspose2d(x, weight, { stride, padding, outputPadding: 0 })
      : conv2d(x, weight, { stride, padding });
  return tf.relu(affineInstanceNorm(within(main, `${index + 1}`), y));
}

function residualBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const main = within(parameters, 'main');
  const convolved = (index: number, y: tf.Tensor4D): tf.Tensor4D =>
    affineInstanceNorm(
      within(main, `${index + 1}`),
      conv2d(y, parameter(main, `${index}.weight`, 4), { padding: 1 }),
    );
  return tf.add(x, convolved(3, tf.relu(convolved(0, x))));
}

/** The translation of `image` into `domain`, [N, 3, S, S] in [−1, 1]. */
export function starganGenerate(
  parameters: Parameters,
  { image, domain }: LabelledImage,
  architecture: StarganArchitecture,
): tf.Tensor4D {
  const main = within(parameters, 'main');
  const { down, residual, up, last } = generatorLayout(architecture);
  const [count, , height, width] = image.shape;
  const planes = tf.tile(tf.reshape(domain, [count, architecture.domainCount, 1, 1]), [1, 1, height, width]);
  let x: tf.Tensor4D = tf.concat([image, planes as tf.Tensor4D], 1);
  for (const layer of down) x = applyLayer(main, x, layer);
  for (const index of residual.indices) x = residualBlock(within(main, `${index}`), x);
  for (const layer of up) x = applyLayer(main, x, layer);
  return tf.tanh(conv2d(x, parameter(main, `${last}.weight`, 4), { padding: 3 }));
}
