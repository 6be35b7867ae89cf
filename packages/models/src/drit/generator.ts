// The generator of both domains, gen: a content and an attribute to an image. The feature-wise one mixes the attribute into its
// residual blocks at every position; the concatenating one appends it as channels before every step.
import * as tf from '@tensorflow/tfjs-core';
import { instanceNorm } from '@starlab/engine/ops';
import { convolutionShapes } from '../blocks/convolution.ts';
import { linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { contentChannels, dritDomains, type DritArchitecture, type DritDomain } from './architecture.ts';
import {
  convolve,
  fullyConnected,
  output,
  outputShapes,
  residualBlock,
  residualBlockShapes,
  upsamplingBlock,
  upsamplingBlockShapes,
  withCode,
} from './layers.ts';

export interface DritGeneratorInput {
  /** Domain of the image to make. */
  readonly domain: DritDomain;
  readonly content: tf.Tensor4D; // [N, 4·width, S/4, S/4]
  readonly attribute: tf.Tensor2D; // [N, attributeDimension]
}

const MIXING_BLOCKS = [1, 2, 3, 4];

export function mixingBlockShapes(channels: number, codeLength: number): ParameterShapes {
  const spatial = convolutionShapes({ inChannels: channels, outChannels: channels, size: 3 });
  const joined = channels + codeLength;
  const mixing = {
    ...named('0', convolutionShapes({ inChannels: joined, outChannels: joined, size: 1 })),
    ...named('2', convolutionShapes({ inChannels: joined, outChannels: channels, size: 1 })),
  };
  return {
    ...named('conv1.0.1', spatial),
    ...named('conv2.0.1', spatial),
    ...named('blk1', mixing),
    ...named('blk2', mixing),
  };
}

/** A residual block into which `code` [N, K] is mixed after each of its convolutions: [N, C, H, W] to the same. */
export function mixingBlock(parameters: Parameters, x: tf.Tensor4D, code: tf.Tensor2D): tf.Tensor4D {
  const mix = (mixing: Parameters, y: tf.Tensor4D): tf.Tensor4D => {
    const first = tf.relu(convolve(within(mixing, '0'), withCode(y, code)));
    return tf.relu(convolve(within(mixing, '2'), first));
  };
  const step = (convolution: string, mixing: string, y: tf.Tensor4D): tf.Tensor4D =>
    mix(
      within(parameters, mixing),
      instanceNorm(convolve(within(parameters, convolution), y, { padding: 1 })),
    );
  return tf.add(x, step('conv2.0.1', 'blk2', step('conv1.0.1', 'blk1', x)));
}

function featureWiseShapes(domain: DritDomain, architecture: DritArchitecture): ParameterShapes {
  const channels = contentChannels(architecture);
  return Object.assign(
    {},
    ...MIXING_BLOCKS.map((block) => named(`dec${domain}${block}`, mixingBlockShapes(channels, channels))),
    named(`dec${domain}5`, {
      ...named('0', upsamplingBlockShapes(channels, channels / 2)),
      ...named('1', upsamplingBlockShapes(channels / 2, channels / 4)),
      ...named('2', outputShapes(channels / 4)),
    }),
  ) as ParameterShapes;
}

/** The network that stretches an attribute to one code for each mixing block. */
function codeNetworkShapes(architecture: DritArchitecture): ParameterShapes {
  const { attributeDimension, hiddenDimension } = architecture;
  const codes = MIXING_BLOCKS.length * contentChannels(architecture);
  return {
    ...named('0', linearShapes(attributeDimension, hiddenDimension)),
    ...named('2', linearShapes(hiddenDimension, hiddenDimension)),
    ...named('4', linearShapes(hiddenDimension, codes)),
  };
}

function generateFeatureWise(parameters: Parameters, input: DritGeneratorInput): tf.Tensor4D {
  const { domain, content, attribute } = input;
  const network = within(parameters, `mlp${domain}`);
  const first = tf.relu(fullyConnected(within(network, '0'), attribute));
  const second = tf.relu(fullyConnected(within(network, '2'), first));
  const codes = tf.split<tf.Tensor2D>(fullyConnected(within(network, '4'), second), MIXING_BLOCKS.length, 1);
  let x = content;
  codes.forEach((code, index) => {
    x = mixingBlock(within(parameters, `dec${domain}${MIXING_BLOCKS[index]}`), x, code);
  });
  const last = within(parameters, `dec${domain}5`);
  x = upsamplingBlock(within(last, '0'), x);
  x = upsamplingBlock(within(last, '1'), x);
  return output(within(last, '2'), x);
}

const RESIDUAL_BLOCKS = [0, 1, 2];

function concatenatingShapes(domain: DritDomain, architecture: DritArchitecture): ParameterShapes {
  const code = architecture.attributeDimension;
  const residual = contentChannels(architecture) + code;
  const [first, second] = [residual + code, (residual + code) / 2 + code];
  return Object.assign(
    {},
    ...RESIDUAL_BLOCKS.map((block) => named(`dec${domain}1.${block}`, residualBlockShapes(residual))),
    named(`dec${domain}2.0`, upsamplingBlockShapes(first, first / 2)),
    named(`dec${domain}3.0`, upsamplingBlockShapes(second, second / 2)),
    named(`dec${domain}4.0`, outputShapes(second / 2 + code)),
  ) as ParameterShapes;
}

function generateConcatenating(parameters: Parameters, input: DritGeneratorInput): tf.Tensor4D {
  const { domain, content, attribute } = input;
  const part = (name: string): Parameters => within(parameters, `dec${domain}${name}`);
  let x = withCode(residualBlock(within(parameters, 'dec_share.0'), content), attribute);
  for (const block of RESIDUAL_BLOCKS) x = residualBlock(part(`1.${block}`), x);
  x = upsamplingBlock(part('2.0'), withCode(x, attribute));
  x = upsamplingBlock(part('3.0'), withCode(x, attribute));
  return output(part('4.0'), withCode(x, attribute));
}

export function dritGeneratorShapes(architecture: DritArchitecture): ParameterShapes {
  const shapes: ParameterShapes[] =
    architecture.attributeEntry === 'feature-wise'
      ? [
          ...dritDomains.map((domain) => featureWiseShapes(domain, architecture)),
          ...dritDomains.map((domain) => named(`mlp${domain}`, codeNetworkShapes(architecture))),
        ]
      : [
          named('dec_share.0', residualBlockShapes(contentChannels(architecture))),
          ...dritDomains.map((domain) => concatenatingShapes(domain, architecture)),
        ];
  return Object.assign({}, ...shapes) as ParameterShapes;
}

/** An image [N, 3, S, S] in [−1, 1]. */
export function dritGenerate(
  parameters: Parameters,
  input: DritGeneratorInput,
  { attributeEntry }: DritArchitecture,
): tf.Tensor4D {
  return attributeEntry === 'feature-wise'
    ? generateFeatureWise(parameters, input)
    : generateConcatenating(parameters, input);
}
