// The demo feature network: five small convolutions that learned to read the demo data set's own attributes from 32 px
// images. It stands in for Inception and AlexNet where their weights are not at hand; its figures are its own.
import { mean, relu, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { averagePool2, conv2d } from '@starlab/engine/ops';
import { parameter, type Parameters, type ParameterShapes } from './feature-parameters.ts';
import { unitChannels, type PerceptualLayer } from './perceptual-distance.ts';

/** Height and width of the network's input, px. */
export const DEMO_SIZE = 32;
export const DEMO_DIMENSION = 96;

interface DemoLayer {
  readonly name: string;
  readonly shape: readonly [number, number, number, number]; // OIHW
  readonly stride: number;
}

const layers: readonly DemoLayer[] = [
  { name: 'conv0', shape: [32, 3, 3, 3], stride: 1 },
  { name: 'conv1', shape: [48, 32, 3, 3], stride: 2 },
  { name: 'conv2', shape: [64, 48, 3, 3], stride: 2 },
  { name: 'conv3', shape: [96, 64, 3, 3], stride: 2 },
  { name: 'conv4', shape: [DEMO_DIMENSION, 96, 3, 3], stride: 1 },
];

export const demoFeatureShapes: ParameterShapes = Object.fromEntries(
  layers.flatMap(({ name, shape }) => [
    [`${name}.weight`, shape],
    [`${name}.bias`, [shape[0]]],
  ]),
);

/** The five ReLU maps `[N, C, H, W]` of images `[N, 3, 32, 32]` in [−1, 1]. */
function demoMaps(parameters: Parameters, image: Tensor4D): Tensor4D[] {
  let x = image;
  return layers.map(({ name, stride }) => {
    const weight = parameter<Tensor4D>(parameters, `${name}.weight`);
    const bias = parameter<Tensor1D>(parameters, `${name}.bias`);
    x = relu(conv2d(x, weight, { bias, stride, padding: 1 }));
    return x;
  });
}

/** Features `[N, 96]`: the last map's mean over positions. */
export function demoFeatures(parameters: Parameters, image: Tensor4D): Tensor2D {
  return mean(demoMaps(parameters, image).at(-1) as Tensor4D, [2, 3]);
}

/**
 * What "LPIPS (demo features)" compares of images `[N, 3, S, S]` in [−1, 1], S a power of two: area-averaged to 32 px, every
 * layer with the same weight 1/5, so that a distance is the layers' mean of 2 − 2·cosine between channel vectors.
 */
export function demoPerceptualLayers(parameters: Parameters, image: Tensor4D): PerceptualLayer[] {
  const weight = 1 / layers.length;
  return demoMaps(parameters, averagedTo(DEMO_SIZE, image)).map((features) => ({
    features: unitChannels(features),
    weight,
  }));
}

function averagedTo(size: number, image: Tensor4D): Tensor4D {
  return image.shape[2] > size ? averagedTo(size, averagePool2(image)) : image;
}
