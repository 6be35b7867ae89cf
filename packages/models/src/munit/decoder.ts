// The decoder paints a content in a style: the style sets mean and deviation of the residual blocks' channels (AdaIN, Huang &
// Belongie 2017) through a small fully connected network.
import * as tf from '@tensorflow/tfjs-core';
import { instanceNorm, upsample2 } from '@starlab/engine/ops';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { adainParameterCount, contentChannels, type MunitArchitecture } from './architecture.ts';
import {
  convolutionBlock,
  convolutionBlockShapes,
  residualBlock,
  residualBlockShapes,
} from './convolution-block.ts';
import { layerNorm, layerNormShapes } from './layer-norm.ts';

/** Place of an upsampling's convolution in the state dict; the upsampling itself comes before it. */
const upsamplingName = (level: number): string => `model.${2 * level + 2}`;
const outputName = ({ downsamplings }: MunitArchitecture): string => `model.${2 * downsamplings + 1}`;

export function decoderShapes(architecture: MunitArchitecture): ParameterShapes {
  const { width, downsamplings, residualBlocks } = architecture;
  const channels = contentChannels(architecture);
  const residual = Array.from({ length: residualBlocks }, (_, block) =>
    named(`model.0.model.${block}`, residualBlockShapes(channels)),
  );
  const doubling = Array.from({ length: downsamplings }, (_, level) => {
    const [inChannels, outChannels] = [channels / 2 ** level, channels / 2 ** (level + 1)];
    return named(upsamplingName(level), {
      ...named('norm', layerNormShapes(outChannels)),
      ...convolutionBlockShapes({ inChannels, outChannels, size: 5 }),
    });
  });
  const output = convolutionBlockShapes({ inChannels: width, outChannels: 3, size: 7 });
  return Object.assign(
    {},
    ...residual,
    ...doubling,
    named(outputName(architecture), output),
  ) as ParameterShapes;
}

export function adainNetworkShapes(architecture: MunitArchitecture): ParameterShapes {
  const { styleDimension, hiddenDimension } = architecture;
  return {
    ...named('model.0.fc', linearShapes(styleDimension, hiddenDimension)),
    ...named('model.1.fc', linearShapes(hiddenDimension, hiddenDimension)),
    ...named('model.2.fc', linearShapes(hiddenDimension, adainParameterCount(architecture))),
  };
}

/** `style` [N, styleDimension] to the parameters of all AdaIN layers, [N, adainParameterCount]. */
export function adainParameters(parameters: Parameters, style: tf.Tensor2D): tf.Tensor2D {
  const first = tf.relu(linear(within(parameters, 'model.0.fc'), style));
  const second = tf.relu(linear(within(parameters, 'model.1.fc'), first));
  return linear(within(parameters, 'model.2.fc'), second);
}

/** `x` [N, C, H, W] with its channels' means and deviations replaced by `mean` and `deviation` [N, C]. */
export function adain(
  x: tf.Tensor4D,
  { mean, deviation }: { mean: tf.Tensor2D; deviation: tf.Tensor2D },
): tf.Tensor4D {
  const perChannel = (values: tf.Tensor2D): tf.Tensor => tf.reshape(values, [...values.shape, 1, 1]);
  return tf.add(tf.mul(instanceNorm(x), perChannel(deviation)), perChannel(mean));
}

/** Nearest upsampling by 2, 5×5 convolution, layer norm, ReLU: [N, C, H, W] to [N, C/2, 2H, 2W]. */
export function upsamplingBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  return convolutionBlock(parameters, upsample2(x), {
    padding: 2,
    normalise: (y) => layerNorm(within(parameters, 'norm'), y),
    activate: tf.relu,
  });
}

export interface DecoderInput {
  readonly content: tf.Tensor4D; // [N, contentChannels, S/2^d, S/2^d]
  readonly adain: tf.Tensor2D; // [N, adainParameterCount], see `adainParameters`
}

/** An image [N, 3, S, S] in [−1, 1]. */
export function decode(
  parameters: Parameters,
  { content, adain: statistics }: DecoderInput,
  architecture: MunitArchitecture,
): tf.Tensor4D {
  const { downsamplings, residualBlocks } = architecture;
  const [count, channels] = content.shape;
  // Means come before deviations, layer by layer.
  const piece = (index: number): tf.Tensor2D =>
    tf.slice(statistics, [0, index * channels], [count, channels]);
  const normalise = (y: tf.Tensor4D, layer: number): tf.Tensor4D =>
    adain(y, { mean: piece(2 * layer), deviation: piece(2 * layer + 1) });

  let x = content;
  for (let block = 0; block < residualBlocks; block++)
    x = residualBlock(within(parameters, `model.0.model.${block}`), x, (y, layer) =>
      normalise(y, 2 * block + layer),
    );
  for (let level = 0; level < downsamplings; level++)
    x = upsamplingBlock(within(parameters, upsamplingName(level)), x);
  return convolutionBlock(within(parameters, outputName(architecture)), x, { padding: 3, activate: tf.tanh });
}
