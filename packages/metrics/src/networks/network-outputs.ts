// The feature networks themselves as pure steps, without resizing and comparison: what is held against the reference
// implementations' outputs. State: the weights as loaded; it passes through unchanged.
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { alexNetFeatures } from './alexnet.ts';
import type { Parameters } from './feature-parameters.ts';
import { inceptionV3Features, torchvisionInception } from './inception-v3.ts';
import { normaliseForAlexNet } from './lpips.ts';

interface Outputs {
  readonly state: Parameters;
  readonly outputs: Record<string, Tensor>;
}

const imageOf = ({ image }: Parameters): Tensor4D => {
  if (!image) throw new RangeError('no input image');
  return image as Tensor4D;
};

/** Input `image` [N, 3, S, S] in [−1, 1]; outputs `map0` … `map4`, AlexNet's ReLU maps behind LPIPS's normalisation. */
export function alexNetMapsStep(weights: Parameters, inputs: Parameters): Outputs {
  const maps = alexNetFeatures(weights, normaliseForAlexNet(imageOf(inputs)));
  return { state: weights, outputs: Object.fromEntries(maps.map((map, layer) => [`map${layer}`, map])) };
}

/** Input `image` [N, 3, 299, 299] as the network takes it; output `features` [N, 2048] of torchvision's variant. */
export function inceptionV3Step(weights: Parameters, inputs: Parameters): Outputs {
  return {
    state: weights,
    outputs: { features: inceptionV3Features(weights, imageOf(inputs), torchvisionInception) },
  };
}
