// The layers that DRIT's encoders and generators are made of, each able to go back through a kept pass (kept-pass.ts).
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, convTranspose2d, instanceNorm } from '@starlab/engine/ops';
import { linear } from '../blocks/linear.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { reflectConvolution, type ReflectConvolving } from '../blocks/reflect-convolution.ts';
import { convolutionShapes } from '../blocks/convolution.ts';
import { layer } from './kept-pass.ts';

/** See `reflectConvolution`; without padding a plain convolution. */
export const convolve = (
  parameters: Parameters,
  x: tf.Tensor4D,
  convolving: ReflectConvolving = { padding: 0 },
): tf.Tensor4D => layer(parameters, x, (p, y) => reflectConvolution(p, y, convolving));

export const fullyConnected = (parameters: Parameters, x: tf.Tensor2D): tf.Tensor2D =>
  layer(parameters, x, linear);

/** Convolution, instance norm, ReLU. */
export const normalisedConvolution = (
  parameters: Parameters,
  x: tf.Tensor4D,
  convolving: ReflectConvolving,
): tf.Tensor4D => tf.relu(instanceNorm(convolve(parameters, x, convolving)));

export function residualBlockShapes(channels: number): ParameterShapes {
  const convolution = convolutionShapes({ inChannels: channels, outChannels: channels, size: 3 });
  return { ...named('model.1', convolution), ...named('model.5', convolution) };
}

/** `x` [N, C, H, W] plus two 3×3 convolutions of it with instance norms, a ReLU between them. */
export function residualBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const first = normalisedConvolution(within(parameters, 'model.1'), x, { padding: 1 });
  return tf.add(x, instanceNorm(convolve(within(parameters, 'model.5'), first, { padding: 1 })));
}

export const layerNormShapes = (channels: number): ParameterShapes => ({
  weight: [channels, 1, 1],
  bias: [channels, 1, 1],
});

/** A sample [C, H, W] normalised as a whole (biased variance, epsilon 1e-5), then a scale and an offset per channel. */
export function layerNorm(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const [n, c, h, w] = x.shape;
  const normalised = tf.reshape<tf.Rank.R4>(instanceNorm(tf.reshape(x, [n, 1, c * h, w])), x.shape);
  return layer(parameters, normalised, (p, y) => {
    const perChannel = (name: string): tf.Tensor => tf.reshape(parameter(p, name, 3), [1, c, 1, 1]);
    return tf.add(tf.mul(y, perChannel('weight')), perChannel('bias'));
  });
}

export function upsamplingBlockShapes(inChannels: number, outChannels: number): ParameterShapes {
  return {
    'model.0.weight': [inChannels, outChannels, 3, 3],
    'model.0.bias': [outChannels],
    ...named('model.1', layerNormShapes(outChannels)),
  };
}

/** Transposed convolution, layer norm, ReLU: [N, in, H, W] to [N, out, 2H, 2W]. */
export function upsamplingBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const y = layer(within(parameters, 'model.0'), x, (p, input) =>
    convTranspose2d(input, parameter(p, 'weight', 4), {
      bias: parameter(p, 'bias', 1),
      stride: 2,
      padding: 1,
      outputPadding: 1,
    }),
  );
  return tf.relu(layerNorm(within(parameters, 'model.1'), y));
}

/** The last layer, a transposed 1×1 convolution: weights [in, 3, 1, 1]. */
export const outputShapes = (channels: number): ParameterShapes => ({
  weight: [channels, 3, 1, 1],
  bias: [3],
});

/** [N, C, H, W] to an image [N, 3, H, W] in [−1, 1]. */
export function output(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const y = layer(parameters, x, (p, input) =>
    conv2d(input, tf.transpose(parameter(p, 'weight', 4), [1, 0, 2, 3]), { bias: parameter(p, 'bias', 1) }),
  );
  return tf.tanh(y);
}

/** `code` [N, K] as K further channels of `x` [N, C, H, W], the same at every position: [N, C + K, H, W]. */
export function withCode(x: tf.Tensor4D, code: tf.Tensor2D): tf.Tensor4D {
  const [n, , h, w] = x.shape;
  const [, length] = code.shape;
  return tf.concat(
    [x, tf.broadcastTo<tf.Rank.R4>(tf.reshape(code, [n, length, 1, 1]), [n, length, h, w])],
    1,
  );
}

/** The mean over positions: [N, C, H, W] to [N, C]. */
export const averagePositions = (x: tf.Tensor4D): tf.Tensor2D => tf.mean(x, [2, 3]);
