// The style encoder: no normalisation, since means and deviations are the style; averaging over positions leaves the code.
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import type { MunitArchitecture } from './architecture.ts';
import { convolutionBlock, convolutionBlockShapes } from './convolution-block.ts';

const DOWNSAMPLINGS = 4;
/** From here on the number of channels stays. */
const DOUBLINGS = 2;
/** In the state dict the average over positions comes between. */
const HEAD = `model.${DOWNSAMPLINGS + 2}`;

export function styleEncoderShapes({ width, styleDimension }: MunitArchitecture): ParameterShapes {
  const channels = (level: number): number => width * 2 ** Math.min(level, DOUBLINGS);
  const halving = Array.from({ length: DOWNSAMPLINGS }, (_, level) =>
    named(
      `model.${level + 1}`,
      convolutionBlockShapes({ inChannels: channels(level), outChannels: channels(level + 1), size: 4 }),
    ),
  );
  const head = { inChannels: channels(DOWNSAMPLINGS), outChannels: styleDimension, size: 1 };
  return Object.assign(
    named('model.0', convolutionBlockShapes({ inChannels: 3, outChannels: width, size: 7 })),
    ...halving,
    named(HEAD, convolutionShapes(head)),
  ) as ParameterShapes;
}

/** `image` [N, 3, S, S] to its style code [N, styleDimension]. */
export function encodeStyle(parameters: Parameters, image: tf.Tensor4D): tf.Tensor2D {
  const activate = tf.relu<tf.Tensor4D>;
  let x = convolutionBlock(within(parameters, 'model.0'), image, { padding: 3, activate });
  for (let level = 1; level <= DOWNSAMPLINGS; level++)
    x = convolutionBlock(within(parameters, `model.${level}`), x, { padding: 1, stride: 2, activate });
  const pooled: tf.Tensor4D = tf.mean(x, [2, 3], true);
  const head = within(parameters, HEAD);
  const code = conv2d(pooled, parameter(head, 'weight', 4), { bias: parameter(head, 'bias', 1) });
  return tf.reshape(code, [code.shape[0], code.shape[1]]);
}
