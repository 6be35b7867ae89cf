// A patch discriminator on an image at several scales, each half the one before, with its own weights (Wang et al. 2018):
// MUNIT's and DRIT's, which differ in names and slope alone.
import type * as tf from '@tensorflow/tfjs-core';
import { averagePool2d, conv2d, leakyRelu } from '@starlab/engine/ops';
import { convolutionShapes } from './convolution.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from './parameters.ts';
import { reflectConvolution } from './reflect-convolution.ts';

export interface MultiScaleDiscriminator {
  /** Channels of the first layer; each further layer has twice as many. */
  readonly width: number;
  /** Layers that halve the image. */
  readonly layers: number;
  readonly scales: number;
  /** Of the leaky ReLUs. */
  readonly slope: number;
  /** Names in the state dict: of the scales' list, and of the convolution within a layer. */
  readonly names: { readonly scales: string; readonly convolution: string };
}

function scaleShapes({ width, layers, names }: MultiScaleDiscriminator): ParameterShapes {
  const halving = Array.from({ length: layers }, (_, layer) =>
    named(
      `${layer}.${names.convolution}`,
      convolutionShapes({
        inChannels: layer === 0 ? 3 : width * 2 ** (layer - 1),
        outChannels: width * 2 ** layer,
        size: 4,
      }),
    ),
  );
  const head = convolutionShapes({ inChannels: width * 2 ** (layers - 1), outChannels: 1, size: 1 });
  return Object.assign({}, ...halving, named(`${layers}`, head)) as ParameterShapes;
}

export function multiScaleDiscriminatorShapes(architecture: MultiScaleDiscriminator): ParameterShapes {
  const scales = Array.from({ length: architecture.scales }, (_, scale) =>
    named(`${architecture.names.scales}.${scale}`, scaleShapes(architecture)),
  );
  return Object.assign({}, ...scales) as ParameterShapes;
}

/** One number per patch and scale, unbounded: `image` [N, 3, S, S] to maps [N, 1, s, s], the finest first. */
export function discriminateScales(
  parameters: Parameters,
  image: tf.Tensor4D,
  { layers, scales, slope, names }: MultiScaleDiscriminator,
): tf.Tensor4D[] {
  const maps: tf.Tensor4D[] = [];
  let scaled = image;
  for (let scale = 0; scale < scales; scale++) {
    const ofScale = within(parameters, `${names.scales}.${scale}`);
    let x = scaled;
    for (let layer = 0; layer < layers; layer++) {
      const convolution = within(ofScale, `${layer}.${names.convolution}`);
      x = leakyRelu(reflectConvolution(convolution, x, { padding: 1, stride: 2 }), slope);
    }
    const head = within(ofScale, `${layers}`);
    maps.push(conv2d(x, parameter(head, 'weight', 4), { bias: parameter(head, 'bias', 1) }));
    if (scale + 1 < scales)
      scaled = averagePool2d(scaled, { size: 3, stride: 2, padding: 1, countPadding: false });
  }
  return maps;
}
