// The network that finds 98 landmarks of a face as heat maps (one hourglass of the adaptive-wing-loss network, Wang et
// al., ICCV 2019), by which StarGAN v2 keeps a face's detail where w_hpf > 0. It comes trained and is never trained here.
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2, conv2d, upsample2 } from '@starlab/engine/ops';
import { convolution, convolutionShapes } from '../blocks/convolution.ts';
import { named, parameter, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { batchNorm, batchNormShapes } from './batch-norm.ts';
import { COORDINATE_CHANNELS, withCoordinates } from './coordinate-channels.ts';
import { multiScaleBlock, multiScaleBlockShapes, type MultiScaleBlock } from './multi-scale-block.ts';

/** Height and width of the images it looks at, px. */
export const HEAT_MAP_INPUT_SIZE = 256;
/** Height and width of the heat maps, px. */
export const HEAT_MAP_SIZE = 64;
/** Landmarks of the WFLW scheme. */
export const LANDMARKS = 98;

const CHANNELS = 256;
/** Levels of the hourglass, each half the size of the one above it. */
const DEPTH = 4;

const stem = [
  ['conv2', { inChannels: 64, outChannels: 128 }],
  ['conv3', { inChannels: 128, outChannels: 128 }],
  ['conv4', { inChannels: 128, outChannels: CHANNELS }],
] as const satisfies readonly (readonly [string, MultiScaleBlock])[];

const levels: readonly number[] = Array.from({ length: DEPTH }, (_, i) => DEPTH - i);

/** The blocks of the hourglass in state-dict order: two per level going down, the innermost, one per level going up. */
const hourglassBlocks: readonly string[] = [
  ...levels.flatMap((level) => [`b1_${level}`, `b2_${level}`]),
  'b2_plus_1',
  ...levels.toReversed().map((level) => `b3_${level}`),
];

const wide: MultiScaleBlock = { inChannels: CHANNELS, outChannels: CHANNELS };

/**
 * Names and shapes in the published state dict, but for its `num_batches_tracked`, which count training steps. The last
 * channel of `l0` is the face's boundary.
 */
export const heatMapNetworkShapes: ParameterShapes = Object.assign(
  named('conv1.conv', convolutionShapes({ inChannels: 3 + COORDINATE_CHANNELS, outChannels: 64, size: 7 })),
  named('bn1', batchNormShapes(64)),
  ...stem.map(([name, block]) => named(name, multiScaleBlockShapes(block))),
  named(
    'm0.coordconv.conv',
    convolutionShapes({ inChannels: CHANNELS + COORDINATE_CHANNELS, outChannels: CHANNELS, size: 1 }),
  ),
  ...hourglassBlocks.map((name) => named(`m0.${name}`, multiScaleBlockShapes(wide))),
  named('top_m_0', multiScaleBlockShapes(wide)),
  named('conv_last0', convolutionShapes({ inChannels: CHANNELS, outChannels: CHANNELS, size: 1 })),
  named('bn_end0', batchNormShapes(CHANNELS)),
  named('l0', convolutionShapes({ inChannels: CHANNELS, outChannels: LANDMARKS + 1, size: 1 })),
);

/** `x` [N, C, S, S] to the same shape: at each level as it is and at half its size, added. */
function hourglass(parameters: Parameters, x: tf.Tensor4D, level = DEPTH): tf.Tensor4D {
  const block = (name: string, y: tf.Tensor4D): tf.Tensor4D => multiScaleBlock(within(parameters, name), y);
  const low = block(`b2_${level}`, averagePool2(x));
  const inner = level > 1 ? hourglass(parameters, low, level - 1) : block('b2_plus_1', low);
  return tf.add(block(`b1_${level}`, x), upsample2(block(`b3_${level}`, inner)));
}

/** `image` [N, 3, 256, 256] in [0, 1] to heat maps [N, 98, 64, 64], about 1 where a landmark is. */
export function heatMaps(parameters: Parameters, image: tf.Tensor4D): tf.Tensor4D {
  const first = within(parameters, 'conv1.conv');
  const weight = parameter(first, 'weight', 4);
  const bias = parameter(first, 'bias', 1);
  let x = conv2d(withCoordinates(image), weight, { bias, stride: 2, padding: 3 }); // [N, 64, 128, 128]
  x = multiScaleBlock(within(parameters, 'conv2'), tf.relu(batchNorm(within(parameters, 'bn1'), x)));
  x = multiScaleBlock(within(parameters, 'conv3'), averagePool2(x)); // [N, 128, 64, 64]
  x = multiScaleBlock(within(parameters, 'conv4'), x);
  x = convolution(within(parameters, 'm0.coordconv.conv'), withCoordinates(x), 0);
  x = multiScaleBlock(within(parameters, 'top_m_0'), hourglass(within(parameters, 'm0'), x));
  x = convolution(within(parameters, 'conv_last0'), x, 0);
  x = convolution(within(parameters, 'l0'), tf.relu(batchNorm(within(parameters, 'bn_end0'), x)), 0);
  return tf.slice(x, [0, 0, 0, 0], [-1, LANDMARKS, -1, -1]);
}
