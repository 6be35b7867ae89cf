// LPIPS v0.1 with AlexNet (Zhang et al. 2018): published linear weights on AlexNet's five ReLU maps.
import { div, sub, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { alexNetChannels, alexNetFeatures, alexNetShapes } from './alexnet.ts';
import {
  parameter,
  selectParameters,
  type HostTensor,
  type HostTensors,
  type Parameters,
  type ParameterShapes,
} from './feature-parameters.ts';
import { unitChannels, type PerceptualLayer } from './perceptual-distance.ts';

/** ImageNet's channel means and deviations, mapped from [0, 1] to [−1, 1] and rounded as the authors did. */
const SHIFT = [-0.03, -0.088, -0.188];
const SCALE = [0.458, 0.448, 0.45];

const linearName = (layer: number): string => `lpips_weights.${layer}.main.1.weight`;
/** The same tensor in the authors' own files. */
const authorsName = (layer: number): string => `lin${layer}.model.1.weight`;

const linearShapes: ParameterShapes = Object.fromEntries(
  alexNetChannels.map((channels, layer) => [linearName(layer), [1, channels, 1, 1]]),
);

/**
 * AlexNet's state dict (torchvision) and LPIPS's linear weights (StarGAN v2's names or the authors') as one record.
 * @throws FeatureWeightsError if tensors are missing or of another shape.
 */
export function loadLpips(alexNet: HostTensors, linear: HostTensors): HostTensors {
  return {
    ...selectParameters(alexNetShapes, alexNet, 'AlexNet'),
    ...selectParameters(linearShapes, withLocalNames(linear), 'LPIPS v0.1 (AlexNet)'),
  };
}

function withLocalNames(linear: HostTensors): HostTensors {
  const renamed: Record<string, HostTensor> = { ...linear };
  for (const layer of alexNetChannels.keys()) {
    const tensor = linear[authorsName(layer)];
    if (tensor) renamed[linearName(layer)] = tensor;
  }
  return renamed;
}

/** From [−1, 1] to what AlexNet was trained on. */
export function normaliseForAlexNet(image: Tensor4D): Tensor4D {
  return div(sub(image, perChannel(SHIFT)), perChannel(SCALE));
}

/** What LPIPS compares of images `[N, 3, S, S]` in [−1, 1]. Nothing is resized. */
export function lpipsLayers(parameters: Parameters, image: Tensor4D): PerceptualLayer[] {
  return alexNetFeatures(parameters, normaliseForAlexNet(image)).map((features, layer) => ({
    features: unitChannels(features),
    weight: parameter(parameters, linearName(layer)),
  }));
}

const perChannel = (values: number[]): Tensor4D => tensor4d(values, [1, values.length, 1, 1]);
