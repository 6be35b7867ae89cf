// The published feature networks: Inception-v3 for FID and AlexNet with LPIPS's linear weights. Their weights cannot ship
// with Starlab; a caller brings the decoded tensors.
import { div, mul, sub, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { resizeBilinear } from '@starlab/engine/ops';
import { resizeBilinear8 } from '@starlab/data/resize';
import { ALEXNET_MINIMUM_SIZE } from '../networks/alexnet.ts';
import {
  FeatureWeightsError,
  parametersSha256,
  selectParameters,
  type HostTensors,
} from '../networks/feature-parameters.ts';
import {
  INCEPTION_DIMENSION,
  INCEPTION_SIZE,
  inceptionV3Features,
  inceptionV3Shapes,
  loadInceptionV3,
  pytorchFidInception,
  torchvisionInception,
} from '../networks/inception-v3.ts';
import { loadLpips, lpipsLayers } from '../networks/lpips.ts';
import type { ProgramCompiler } from './batched-function.ts';
import type { FeatureNetworks } from './feature-networks.ts';
import { frechetNetwork, perceptualNetwork, type FrechetNetworkDescription } from './program-networks.ts';

/** ImageNet's channel means and deviations, as torchvision normalises. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** StarGAN v2's FID, whose figures the paper's tables hold; or pytorch-fid's, comparable with most of the literature. */
type FidVariant = 'stargan-v2' | 'pytorch-fid';

export interface ImageNetWeights {
  /** State dict of torchvision's `inception_v3`. */
  readonly inception: HostTensors;
  /** State dict of pytorch-fid's port of the TensorFlow graph of 2015-12-05, for its variant of FID. */
  readonly pytorchFidInception?: HostTensors;
  /** State dict of torchvision's `alexnet`. */
  readonly alexNet: HostTensors;
  /** LPIPS v0.1's linear weights. */
  readonly lpips: HostTensors;
}

export interface ImageNetOptions {
  readonly compiler: ProgramCompiler;
  readonly weights: ImageNetWeights;
}

type InceptionSetting = Pick<
  FrechetNetworkDescription,
  'name' | 'resize' | 'inputSize' | 'resizeImage' | 'call'
>;

const inceptionSettings: Record<FidVariant, InceptionSetting> = {
  'stargan-v2': {
    name: torchvisionInception.name,
    resize: 'pillow-bilinear-299',
    inputSize: () => INCEPTION_SIZE,
    resizeImage: (image, size) =>
      resizeBilinear8(
        image,
        { width: size, height: size, channels: 3 },
        { width: INCEPTION_SIZE, height: INCEPTION_SIZE },
      ),
    call: (parameters, image) =>
      inceptionV3Features(parameters, normalise(div(image, 255)), torchvisionInception),
  },
  'pytorch-fid': {
    name: pytorchFidInception.name,
    resize: 'bilinear-299, no antialiasing',
    inputSize: (imageSize) => imageSize,
    resizeImage: (image) => image,
    call: (parameters, image) => {
      const resized = resizeBilinear(div(image, 255), [INCEPTION_SIZE, INCEPTION_SIZE]);
      return inceptionV3Features(parameters, sub(mul(resized, 2), 1), pytorchFidInception);
    },
  },
};

function normalise(image: Tensor4D): Tensor4D {
  return div(sub(image, tensor4d(MEAN, [1, 3, 1, 1])), tensor4d(DEVIATION, [1, 3, 1, 1]));
}

function inceptionNetwork(compiler: ProgramCompiler, weights: HostTensors, variant: FidVariant) {
  const inception = selectParameters(inceptionV3Shapes, weights, `Inception-v3 (${variant})`);
  return frechetNetwork({
    compiler,
    ...inceptionSettings[variant],
    dimension: INCEPTION_DIMENSION,
    weightsSha256: parametersSha256(inception),
    parameters: loadInceptionV3(inception),
    imagesPerRun: 16,
  });
}

/**
 * Feature networks on ImageNet weights. Programs are compiled at first use.
 * @throws FeatureWeightsError if the weights are not those of the networks.
 */
export function openImageNetNetworks({ compiler, weights }: ImageNetOptions): FeatureNetworks {
  const lpips = loadLpips(weights.alexNet, weights.lpips);
  const frechet = inceptionNetwork(compiler, weights.inception, 'stargan-v2');
  const pytorchFid =
    weights.pytorchFidInception && inceptionNetwork(compiler, weights.pytorchFidInception, 'pytorch-fid');
  const perceptual = perceptualNetwork({
    compiler,
    name: 'alexnet',
    resize: 'none',
    weightsSha256: parametersSha256(lpips),
    parameters: lpips,
    imagesPerRun: 40,
    checkSize: checkLpipsSize,
    call: lpipsLayers,
  });
  return {
    featureSet: 'imagenet',
    frechet,
    perceptual,
    ...(pytorchFid && { pytorchFid }),
    dispose: async () => {
      await frechet.dispose();
      await perceptual.dispose();
      await pytorchFid?.dispose();
    },
  };
}

function checkLpipsSize(imageSize: number): void {
  if (imageSize >= ALEXNET_MINIMUM_SIZE) return;
  throw new FeatureWeightsError(
    `LPIPS with AlexNet is measured on images of at least ${ALEXNET_MINIMUM_SIZE} px; these have ${imageSize}.`,
    { remedy: 'Measure FID alone, use the demo features, or train at 64 px or more.' },
  );
}
