// The content encoder: what a picture shows, whatever its style; instance normalisation takes the style out.
import * as tf from '@tensorflow/tfjs-core';
import { instanceNorm } from '@starlab/engine/ops';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { contentChannels, type MunitArchitecture } from './architecture.ts';
import {
  convolutionBlock,
  convolutionBlockShapes,
  residualBlock,
  residualBlockShapes,
} from './convolution-block.ts';

export function contentEncoderShapes(architecture: MunitArchitecture): ParameterShapes {
  const { width, downsamplings, residualBlocks } = architecture;
  const halving = Array.from({ length: downsamplings }, (_, level) =>
    named(
      `model.${level + 1}`,
      convolutionBlockShapes({
        inChannels: width * 2 ** level,
        outChannels: width * 2 ** (level + 1),
        size: 4,
      }),
    ),
  );
  const residual = Array.from({ length: residualBlocks }, (_, block) =>
    named(`model.${downsamplings + 1}.model.${block}`, residualBlockShapes(contentChannels(architecture))),
  );
  return Object.assign(
    named('model.0', convolutionBlockShapes({ inChannels: 3, outChannels: width, size: 7 })),
    ...halving,
    ...residual,
  ) as ParameterShapes;
}

/** `image` [N, 3, S, S] to its content code [N, width·2^d, S/2^d, S/2^d], d = downsamplings. */
export function encodeContent(
  parameters: Parameters,
  image: tf.Tensor4D,
  { downsamplings, residualBlocks }: MunitArchitecture,
): tf.Tensor4D {
  const rest = { normalise: instanceNorm, activate: tf.relu<tf.Tensor4D> };
  let x = convolutionBlock(within(parameters, 'model.0'), image, { padding: 3, ...rest });
  for (let level = 1; level <= downsamplings; level++)
    x = convolutionBlock(within(parameters, `model.${level}`), x, { padding: 1, stride: 2, ...rest });
  for (let block = 0; block < residualBlocks; block++)
    x = residualBlock(within(parameters, `model.${downsamplings + 1}.model.${block}`), x, instanceNorm);
  return x;
}
