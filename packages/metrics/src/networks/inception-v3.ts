// Inception-v3 to its 2048 pooled features, the network behind FID. Two variants: torchvision's, which StarGAN v2's tables
// were measured with, and pytorch-fid's port of the TensorFlow graph of 2015-12-05. Their figures are not comparable.
import { concat, mean, relu, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { averagePool2d, conv2d, maxPool2d } from '@starlab/engine/ops';
import { inceptionV3Layers, type Convolution, type Layer } from './inception-v3-layers.ts';
import {
  parameter,
  selectParameters,
  type HostTensor,
  type HostTensors,
  type Parameters,
  type ParameterShapes,
} from './feature-parameters.ts';

export const INCEPTION_DIMENSION = 2048;
/** Height and width of the input, px. */
export const INCEPTION_SIZE = 299;
const BATCH_NORM_EPSILON = 1e-3;

export interface InceptionVariant {
  readonly name: string;
  /** Average pooling at the border divides by nine, or by the pixels that exist. */
  readonly countPadding: boolean;
  /** The pooling in Mixed_7c. */
  readonly lastPool: 'average' | 'maximum';
}

export const torchvisionInception: InceptionVariant = {
  name: 'inception-v3',
  countPadding: true,
  lastPool: 'average',
};

export const pytorchFidInception: InceptionVariant = {
  name: 'inception-v3-2015-12-05',
  countPadding: false,
  lastPool: 'maximum',
};

interface Visited {
  readonly convolutions: readonly (Convolution & { readonly input: number })[];
  readonly channels: number;
}

/** The convolutions with their input channels, in order, and the channels that come out. */
function visit(layers: readonly Layer[], input: number): Visited {
  const convolutions: Visited['convolutions'][number][] = [];
  let channels = input;
  for (const layer of layers) {
    if (layer.kind === 'convolution') {
      convolutions.push({ ...layer, input: channels });
      channels = layer.channels;
    } else if (layer.kind === 'branches') {
      const visited = layer.branches.map((branch) => visit(branch, channels));
      convolutions.push(...visited.flatMap((branch) => branch.convolutions));
      channels = visited.reduce((sum, branch) => sum + branch.channels, 0);
    }
  }
  return { convolutions, channels };
}

const allConvolutions = visit(inceptionV3Layers('average'), 3).convolutions;
const BATCH_NORM_NAMES = ['weight', 'bias', 'running_mean', 'running_var'] as const;

/** Names and shapes in torchvision's state dict, without the classifier and the auxiliary one. */
export const inceptionV3Shapes: ParameterShapes = Object.fromEntries(
  allConvolutions.flatMap(({ name, channels, input, kernel }) => [
    [`${name}.conv.weight`, [channels, input, ...kernel]],
    ...BATCH_NORM_NAMES.map((key) => [`${name}.bn.${key}`, [channels]]),
  ]),
);

/**
 * Reads a state dict and folds each batch norm into its convolution: `<layer>.weight` OIHW and `<layer>.bias`.
 * @throws FeatureWeightsError if tensors are missing or of another shape.
 */
export function loadInceptionV3(stateDict: HostTensors): HostTensors {
  const given = selectParameters(inceptionV3Shapes, stateDict, 'Inception-v3');
  return Object.fromEntries(
    allConvolutions.flatMap(({ name }) => {
      const { weight, bias } = foldBatchNorm(given, name);
      return [
        [`${name}.weight`, weight],
        [`${name}.bias`, bias],
      ];
    }),
  );
}

function foldBatchNorm(given: HostTensors, name: string): { weight: HostTensor; bias: HostTensor } {
  const of = (key: string): HostTensor => given[`${name}.${key}`] as HostTensor;
  const [gamma, beta, mu, variance] = BATCH_NORM_NAMES.map((key) => of(`bn.${key}`).data);
  const { shape, data } = of('conv.weight');
  const perChannel = data.length / (shape[0] ?? 1);
  const scale = Float64Array.from(
    variance ?? [],
    (v, c) => (gamma?.[c] ?? 0) / Math.sqrt(v + BATCH_NORM_EPSILON),
  );
  const bias = Float32Array.from(scale, (s, c) => (beta?.[c] ?? 0) - (mu?.[c] ?? 0) * s);
  return {
    weight: { shape, data: data.map((w, i) => w * (scale[Math.floor(i / perChannel)] ?? 0)) },
    bias: { shape: [bias.length], data: bias },
  };
}

/** Features `[N, 2048]` of images `[N, 3, 299, 299]`, normalised as the variant wants them; parameters as loaded. */
export function inceptionV3Features(
  parameters: Parameters,
  image: Tensor4D,
  variant: InceptionVariant,
): Tensor2D {
  const features = run(inceptionV3Layers(variant.lastPool), image, { parameters, variant });
  return mean(features, [2, 3]);
}

interface Context {
  readonly parameters: Parameters;
  readonly variant: InceptionVariant;
}

function run(layers: readonly Layer[], input: Tensor4D, context: Context): Tensor4D {
  return layers.reduce((x, layer) => apply(layer, x, context), input);
}

function apply(layer: Layer, x: Tensor4D, context: Context): Tensor4D {
  switch (layer.kind) {
    case 'convolution': {
      const weight = parameter<Tensor4D>(context.parameters, `${layer.name}.weight`);
      const bias = parameter<Tensor1D>(context.parameters, `${layer.name}.bias`);
      return relu(conv2d(x, weight, { bias, stride: layer.stride, padding: layer.padding }));
    }
    case 'maximum':
      return maxPool2d(x, { size: 3, stride: layer.stride, padding: layer.padding });
    case 'average': {
      const { countPadding } = context.variant;
      return averagePool2d(x, { size: 3, stride: layer.stride, padding: layer.padding, countPadding });
    }
    case 'branches': {
      const outputs = layer.branches.map((branch) => run(branch, x, context));
      return concat(outputs, 1);
    }
    default:
      return layer satisfies never;
  }
}
