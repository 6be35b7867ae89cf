// From heat maps of landmarks to the two masks that say where the generator keeps the source's detail: each part of the
// face is sharpened by a power and moved a little. StarGAN v2's recipe.
import * as tf from '@tensorflow/tfjs-core';
import { resizeBilinear } from '@starlab/engine/ops';
import type { Parameters } from '../blocks/parameters.ts';
import type { Masks } from '../stargan-v2/generator.ts';
import { HEAT_MAP_INPUT_SIZE, heatMaps } from './heat-map-network.ts';

interface FacePart {
  /** Landmarks [from, to). Those in no part leave the masks alone. */
  readonly from: number;
  readonly to: number;
  /** Rows by which the part moves up, cyclically, in a mask of 256 px. */
  readonly up: number;
  readonly power: number;
  /** Whether it also marks the mask for 64 and 128 px: not so the chin, the brows and the mouth. */
  readonly fine: boolean;
}

const parts: readonly FacePart[] = [
  { from: 8, to: 25, up: 0, power: 3, fine: false }, // chin
  { from: 34, to: 46, up: -7, power: 2, fine: false }, // eyebrows, without their outer ends 33 and 46
  { from: 47, to: 51, up: -7, power: 2, fine: false },
  { from: 51, to: 52, up: 0, power: 1, fine: true }, // top of the nose
  { from: 52, to: 55, up: 4, power: 1, fine: true }, // bridge of the nose
  { from: 55, to: 60, up: 8, power: 4, fine: true }, // nostrils
  { from: 60, to: 76, up: -8, power: 3, fine: true }, // eyes, and again further down
  { from: 60, to: 76, up: -24, power: 1, fine: true },
  { from: 77, to: 82, up: -8, power: 4, fine: false }, // upper lip, without the corners 76 and 82
  { from: 83, to: 88, up: 8, power: 4, fine: false }, // lower lip
  { from: 88, to: 96, up: -2, power: 3, fine: false }, // inner lip
  { from: 96, to: 98, up: 0, power: 1, fine: true }, // pupils
];

const THRESHOLD = 0.1;
const EPSILON = 1e-6;

/** [to, from]: each row holds the weights by which it mixes two rows of the input, corners onto corners. */
function interpolation(from: number, to: number): tf.Tensor2D {
  const weights = new Float32Array(to * from);
  for (let row = 0; row < to; row++) {
    const place = (row * (from - 1)) / (to - 1);
    const before = Math.min(Math.floor(place), from - 2);
    weights[row * from + before] = 1 - (place - before);
    weights[row * from + before + 1] = place - before;
  }
  return tf.tensor2d(weights, [to, from]);
}

/** `x` [N, C, S, S] to [N, C, size, size], bilinear with the corners' pixels kept at the corners. */
function enlarge(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [count, channels, height, width] = x.shape;
  const planes = count * channels;
  const rows = interpolation(width, size);
  const wider = tf.matMul(tf.reshape(x, [planes * height, width]), rows, false, true); // [N·C·S, size]
  const turned = tf.transpose(tf.reshape<tf.Rank.R3>(wider, [planes, height, size]), [0, 2, 1]);
  const columns = tf.matMul(
    tf.reshape(turned, [planes * size, height]),
    interpolation(height, size),
    false,
    true,
  );
  return tf.reshape(tf.transpose(tf.reshape<tf.Rank.R3>(columns, [planes, size, size]), [0, 2, 1]), [
    count,
    channels,
    size,
    size,
  ]);
}

/** Values below the threshold become 0, then each channel is stretched to [0, 1]. */
function normalise(x: tf.Tensor4D): tf.Tensor4D {
  const kept = tf.mul(x, tf.cast(tf.greaterEqual(x, THRESHOLD), 'float32'));
  const largest = tf.max(kept, [2, 3], true);
  const smallest = tf.neg(tf.max(tf.neg(kept), [2, 3], true));
  return tf.div(tf.sub(kept, smallest), tf.add(tf.sub(largest, smallest), EPSILON));
}

/** Every row moved up by `rows`, cyclically; down where it is negative. */
function moveUp(x: tf.Tensor4D, rows: number): tf.Tensor4D {
  const height = x.shape[2];
  const first = (rows + height) % height;
  if (first === 0) return x;
  const below = tf.slice(x, [0, 0, first, 0], [-1, -1, height - first, -1]);
  return tf.concat([below, tf.slice(x, [0, 0, 0, 0], [-1, -1, first, -1])], 2);
}

/** [N, 1, H, W]: the part's landmarks added up. They move together, so moving their sum is the same. */
function partMask(maps: tf.Tensor4D, { from, to, up, power }: FacePart): tf.Tensor4D {
  const landmarks = tf.slice(maps, [0, from, 0, 0], [-1, to - from, -1, -1]);
  const sharpened = power === 1 ? landmarks : tf.pow(landmarks, power);
  return moveUp(tf.sum(sharpened, 1, true), up);
}

function sumOf(masks: readonly tf.Tensor4D[]): tf.Tensor4D {
  return tf.clipByValue(
    masks.reduce((sum, mask) => tf.add(sum, mask)),
    0,
    1,
  );
}

/** Heat maps [N, 98, 64, 64] to masks [N, 1, 256, 256] in [0, 1]. */
export function masksOfHeatMaps(maps: tf.Tensor4D): Masks {
  const normalised = normalise(enlarge(maps, HEAT_MAP_INPUT_SIZE));
  const marked = parts.map((part) => ({ part, mask: partMask(normalised, part) }));
  return {
    at32: sumOf(marked.map(({ mask }) => mask)),
    at64And128: sumOf(marked.filter(({ part }) => part.fine).map(({ mask }) => mask)),
  };
}

/** Masks [N, 1, 256, 256] of `image` [N, 3, S, S] in [−1, 1], by the heat-map network's parameters. */
export function faceMasks(parameters: Parameters, image: tf.Tensor4D): Masks {
  const resized = resizeBilinear(image, [HEAT_MAP_INPUT_SIZE, HEAT_MAP_INPUT_SIZE]);
  return masksOfHeatMaps(heatMaps(parameters, tf.add(tf.mul(resized, 0.5), 0.5)));
}
