// The attribute encoder of both domains, enc_a: to a code directly (feature-wise generator), or to the mean and logarithmic
// variance of a normal distribution that the code is drawn from (concatenating generator).
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2, leakyRelu } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import { linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { dritDomains, type DritArchitecture, type DritDomain } from './architecture.ts';
import { averagePositions, convolve, fullyConnected } from './layers.ts';

const SLOPE = 0.2;

/** The feature-wise encoder's convolutions: place in the state dict, channels as multiples of the width. */
const convolutions = [
  { place: 1, from: 0, to: 1, size: 7, padding: 3, stride: 1 },
  { place: 4, from: 1, to: 2, size: 4, padding: 1, stride: 2 },
  { place: 7, from: 2, to: 4, size: 4, padding: 1, stride: 2 },
  { place: 10, from: 4, to: 4, size: 4, padding: 1, stride: 2 },
  { place: 13, from: 4, to: 4, size: 4, padding: 1, stride: 2 },
] as const;
const HEAD = '16';

function directShapes({ width, attributeDimension }: DritArchitecture): ParameterShapes {
  const layers = convolutions.map(({ place, from, to, size }) =>
    named(`${place}`, convolutionShapes({ inChannels: from * width || 3, outChannels: to * width, size })),
  );
  const head = convolutionShapes({ inChannels: 4 * width, outChannels: attributeDimension, size: 1 });
  return Object.assign({}, ...layers, named(HEAD, head)) as ParameterShapes;
}

function encodeDirectly(parameters: Parameters, image: tf.Tensor4D): tf.Tensor2D {
  let x = image;
  for (const { place, padding, stride } of convolutions)
    x = tf.relu(convolve(within(parameters, `${place}`), x, { padding, stride }));
  const pooled = tf.mean<tf.Tensor4D>(x, [2, 3], true);
  const code = convolve(within(parameters, HEAD), pooled);
  return tf.reshape(code, [code.shape[0], code.shape[1]]);
}

/** Place of the distribution encoder's blocks, which go from this multiple of the width to the next. */
const BLOCKS = [2, 3, 4];

export function basicBlockShapes(inChannels: number, outChannels: number): ParameterShapes {
  return {
    ...named('conv.2', convolutionShapes({ inChannels, outChannels: inChannels, size: 3 })),
    ...named('conv.4.1', convolutionShapes({ inChannels, outChannels, size: 3 })),
    ...named('shortcut.1', convolutionShapes({ inChannels, outChannels, size: 1 })),
  };
}

/** Means of 2×2 blocks; an odd last row or column is left out. */
function halve(x: tf.Tensor4D): tf.Tensor4D {
  const [n, c, h, w] = x.shape;
  return averagePool2(tf.slice(x, [0, 0, 0, 0], [n, c, h - (h % 2), w - (w % 2)]));
}

/** [N, in, H, W] to [N, out, floor(H/2), floor(W/2)]. */
export function basicBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const first = convolve(within(parameters, 'conv.2'), leakyRelu(x, SLOPE), { padding: 1 });
  const second = convolve(within(parameters, 'conv.4.1'), leakyRelu(first, SLOPE), { padding: 1 });
  return tf.add(halve(second), convolve(within(parameters, 'shortcut.1'), halve(x)));
}

function distributionShapes(domain: DritDomain, architecture: DritArchitecture): ParameterShapes {
  const { width, attributeDimension } = architecture;
  const head = linearShapes(4 * width, attributeDimension);
  const blocks = BLOCKS.map((place) =>
    named(`conv_${domain}.${place}`, basicBlockShapes((place - 1) * width, place * width)),
  );
  return Object.assign(
    named(`fc_${domain}.0`, head),
    named(`fcVar_${domain}.0`, head),
    named(`conv_${domain}.1`, convolutionShapes({ inChannels: 3, outChannels: width, size: 4 })),
    ...blocks,
  ) as ParameterShapes;
}

function encodeDistribution(parameters: Parameters, { domain, image }: AttributeInput): Attribute {
  const layers = within(parameters, `conv_${domain}`);
  let x = convolve(within(layers, '1'), image, { padding: 1, stride: 2 });
  for (const place of BLOCKS) x = basicBlock(within(layers, `${place}`), x);
  const features = averagePositions(leakyRelu(x, SLOPE));
  return {
    mean: fullyConnected(within(parameters, `fc_${domain}.0`), features),
    logVariance: fullyConnected(within(parameters, `fcVar_${domain}.0`), features),
  };
}

export function dritAttributeEncoderShapes(architecture: DritArchitecture): ParameterShapes {
  const ofDomain = (domain: DritDomain): ParameterShapes =>
    architecture.attributeEntry === 'feature-wise'
      ? named(`model_${domain.toLowerCase()}`, directShapes(architecture))
      : distributionShapes(domain, architecture);
  return Object.assign({}, ...dritDomains.map(ofDomain)) as ParameterShapes;
}

export interface AttributeInput {
  readonly domain: DritDomain;
  readonly image: tf.Tensor4D; // [N, 3, S, S]
}

/** What is known of an image's attribute: the code itself, or where the generator concatenates, its distribution. */
export interface Attribute {
  readonly mean: tf.Tensor2D; // [N, attributeDimension]
  readonly logVariance: tf.Tensor2D | undefined;
}

export function dritAttribute(
  parameters: Parameters,
  input: AttributeInput,
  { attributeEntry }: DritArchitecture,
): Attribute {
  if (attributeEntry === 'concatenated') return encodeDistribution(parameters, input);
  const own = within(parameters, `model_${input.domain.toLowerCase()}`);
  return { mean: encodeDirectly(own, input.image), logVariance: undefined };
}

/** A code [N, attributeDimension] drawn from the distribution with standard normal `noise`; the code itself without one. */
export function sampleAttribute(
  { mean, logVariance }: Attribute,
  noise: tf.Tensor2D | undefined,
): tf.Tensor2D {
  if (!logVariance) return mean;
  if (!noise) throw new RangeError('no noise to draw an attribute with');
  return tf.add(mean, tf.mul(noise, tf.exp(tf.mul(logVariance, 0.5))));
}
