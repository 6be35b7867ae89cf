// The trunk that style encoder and discriminator share in form, not in weights: downsampling residual blocks without
// normalisation to 4x4, then a 4x4 convolution to one vector. Paper Tables 7 and 8.
import type * as tf from '@tensorflow/tfjs-core';
import type { StarganV2Architecture } from './architecture.ts';
import { convolutionShapes } from '../blocks/convolution.ts';
import { plainEvaluation, type Evaluation } from '../blocks/evaluation.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { residualBlock, residualBlockShapes, type ResidualBlock } from '../blocks/residual-block.ts';

/** The downsampling blocks, in order; block i is module i + 1 of the trunk. */
function trunkBlocks({ imageSize, baseWidth, maxWidth }: StarganV2Architecture): ResidualBlock[] {
  let channels = baseWidth;
  return Array.from({ length: Math.log2(imageSize) - 2 }, () => {
    const inChannels = channels;
    channels = Math.min(2 * channels, maxWidth);
    return { inChannels, outChannels: channels, normalize: false, downsample: true };
  });
}

/** Length of the trunk's output vector. */
export function trunkChannels(architecture: StarganV2Architecture): number {
  return trunkBlocks(architecture).at(-1)?.outChannels ?? architecture.baseWidth;
}

/** Modules in the trunk, activations counted as PyTorch counts them: a head appended to it bears this number. */
export function trunkLength(architecture: StarganV2Architecture): number {
  return trunkBlocks(architecture).length + 4;
}

export function trunkShapes(architecture: StarganV2Architecture): ParameterShapes {
  const blocks = trunkBlocks(architecture);
  const channels = trunkChannels(architecture);
  const last = convolutionShapes({ inChannels: channels, outChannels: channels, size: 4 });
  return Object.assign(
    named('0', convolutionShapes({ inChannels: 3, outChannels: architecture.baseWidth, size: 3 })),
    ...blocks.map((block, index) => named(`${index + 1}`, residualBlockShapes(block))),
    named(`${blocks.length + 2}`, last),
  );
}

/** `image` [N, 3, S, S] to [N, trunkChannels, 1, 1]. */
export function trunk(
  parameters: Parameters,
  { image, evaluation = plainEvaluation }: { image: tf.Tensor4D; evaluation?: Evaluation },
  architecture: StarganV2Architecture,
): tf.Tensor4D {
  const { convolve, activate } = evaluation;
  const blocks = trunkBlocks(architecture);
  const features = blocks.reduce(
    (x, block, index) => residualBlock(within(parameters, `${index + 1}`), x, { ...block, evaluation }),
    convolve(within(parameters, '0'), image, { padding: 1 }),
  ); // [N, C, 4, 4]
  const last = within(parameters, `${blocks.length + 2}`);
  return activate(convolve(last, activate(features), { padding: 0 }));
}
