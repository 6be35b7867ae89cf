// The networks trained elsewhere that Starlab can use: what each is for, how its file is recognised, and the names and
// shapes it must have. One entry a kind.
import { alexNetChannels, alexNetShapes, inceptionV3Shapes } from '@starlab/metrics';
import {
  heatMapNetworkShapes,
  publishedArchitecture,
  publishedShapes,
  type HostTensor,
  type ParameterShapes,
  type StoredTensors,
} from '@starlab/models';
import { imagenetWeightFiles, pytorchFidWeightFile } from '../evaluation/choose-features.ts';

export const weightKinds = [
  'inception',
  'inception-pytorch-fid',
  'alexnet',
  'lpips',
  'fan',
  'stargan-v2',
] as const;
export type WeightKind = (typeof weightKinds)[number];

type HostTensors = Readonly<Record<string, HostTensor>>;

export interface WeightKindDescription {
  /** What it is, and what it is for. */
  readonly title: string;
  /** Its file in `.starlab/weights/`; a kind of which there can be several has none. */
  readonly file?: string;
  /** A tensor that no other kind has. */
  readonly telltale: string;
  /** Tells apart files that have the telltale in common; any file will do when left out. */
  readonly isRight?: (tensors: StoredTensors) => boolean;
  /** A folder of the file that its tensors may lie in. */
  readonly within?: string;
  /** The name that Starlab gives a tensor of this name. */
  readonly rename?: (name: string) => string;
  /** Tensors that belong to the published file and that Starlab does not need. */
  readonly unneeded: RegExp;
  readonly shapes: (tensors: HostTensors) => ParameterShapes;
}

/** How many batches a batch norm has seen: of no use to a trained network. */
const BATCH_COUNTS = String.raw`(^|\.)num_batches_tracked$`;

const lpipsShapes: ParameterShapes = Object.fromEntries(
  alexNetChannels.map((channels, layer) => [`lin${layer}.model.1.weight`, [1, channels, 1, 1]]),
);

/** The TensorFlow graph of 2015-12-05 tells 1008 classes apart; torchvision's network has the same names and 1000. */
const CLASSES_OF_2015 = 1008;

function isOf2015({ 'fc.bias': bias }: StoredTensors): boolean {
  return bias?.shape[0] === CLASSES_OF_2015;
}

export const weightKindTable: Readonly<Record<WeightKind, WeightKindDescription>> = {
  inception: {
    title: 'Inception-v3 of torchvision, for FID',
    file: imagenetWeightFiles.inception,
    telltale: 'Mixed_7c.branch_pool.conv.weight',
    isRight: (tensors) => !isOf2015(tensors),
    unneeded: new RegExp(`${BATCH_COUNTS}|^fc\\.|^AuxLogits\\.`),
    shapes: () => inceptionV3Shapes,
  },
  'inception-pytorch-fid': {
    title: 'Inception-v3 of pytorch-fid, for FID (pytorch-fid)',
    file: pytorchFidWeightFile,
    telltale: 'Mixed_7c.branch_pool.conv.weight',
    isRight: isOf2015,
    unneeded: new RegExp(`${BATCH_COUNTS}|^fc\\.`),
    shapes: () => inceptionV3Shapes,
  },
  alexnet: {
    title: 'AlexNet of torchvision, for LPIPS',
    file: imagenetWeightFiles.alexnet,
    telltale: 'features.10.weight',
    unneeded: /^classifier\./,
    shapes: () => alexNetShapes,
  },
  lpips: {
    title: 'linear weights of LPIPS v0.1 on AlexNet, for LPIPS',
    file: imagenetWeightFiles.lpips,
    telltale: 'lin4.model.1.weight',
    rename: (name) => name.replace(/^lpips_weights\.(\d)\.main\.1\.weight$/, 'lin$1.model.1.weight'),
    unneeded: /^$/,
    shapes: () => lpipsShapes,
  },
  fan: {
    title: 'the heat-map network of faces, for training with highPassWeight above 0',
    file: 'fan.safetensors',
    telltale: 'm0.b2_plus_1.conv1.weight',
    within: 'fan',
    // Its authors’ file may hold more than the network: they too take what they know and leave the rest.
    unneeded: /./,
    shapes: () => heatMapNetworkShapes,
  },
  'stargan-v2': {
    title: 'a published StarGAN v2 checkpoint, for samples and evaluations',
    telltale: 'generator.from_rgb.weight',
    unneeded: new RegExp(`${BATCH_COUNTS}|^(discriminator|fan)\\.`),
    shapes: (tensors) => publishedShapes(publishedArchitecture(tensors)),
  },
};
