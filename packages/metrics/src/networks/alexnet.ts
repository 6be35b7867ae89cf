// AlexNet's convolutions (Krizhevsky 2014, as torchvision lays them out) to the five ReLU maps that LPIPS compares.
import { relu, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { conv2d, maxPool2d } from '@starlab/engine/ops';
import { parameter, type Parameters, type ParameterShapes } from './feature-parameters.ts';

interface AlexNetLayer {
  readonly name: string;
  readonly shape: readonly [number, number, number, number]; // OIHW
  readonly stride: number;
  readonly padding: number;
  /** Maximum pooling, 3x3 with stride 2, before the convolution. */
  readonly pooled: boolean;
}

const layers: readonly AlexNetLayer[] = [
  { name: 'features.0', shape: [64, 3, 11, 11], stride: 4, padding: 2, pooled: false },
  { name: 'features.3', shape: [192, 64, 5, 5], stride: 1, padding: 2, pooled: true },
  { name: 'features.6', shape: [384, 192, 3, 3], stride: 1, padding: 1, pooled: true },
  { name: 'features.8', shape: [256, 384, 3, 3], stride: 1, padding: 1, pooled: false },
  { name: 'features.10', shape: [256, 256, 3, 3], stride: 1, padding: 1, pooled: false },
];

/** Below this height or width LPIPS is not defined in Starlab: hardly a position is left after AlexNet's poolings. */
export const ALEXNET_MINIMUM_SIZE = 64;

export const alexNetChannels: readonly number[] = layers.map(({ shape }) => shape[0]);

export const alexNetShapes: ParameterShapes = Object.fromEntries(
  layers.flatMap(({ name, shape }) => [
    [`${name}.weight`, shape],
    [`${name}.bias`, [shape[0]]],
  ]),
);

/** The five ReLU maps `[N, C, H, W]` of normalised images `[N, 3, S, S]`. */
export function alexNetFeatures(parameters: Parameters, image: Tensor4D): Tensor4D[] {
  let x = image;
  return layers.map(({ name, stride, padding, pooled }) => {
    const input = pooled ? maxPool2d(x, { size: 3, stride: 2 }) : x;
    const weight = parameter<Tensor4D>(parameters, `${name}.weight`);
    const bias = parameter<Tensor1D>(parameters, `${name}.bias`);
    x = relu(conv2d(input, weight, { bias, stride, padding }));
    return x;
  });
}
