// The residual block of the heat-map network: three pre-activated 3x3 convolutions in series, whose outputs are joined
// to one of all three scales. Bulat and Tzimiropoulos, ICCV 2017.
import * as tf from '@tensorflow/tfjs-core';
import { convolution, convolutionShapes } from '../blocks/convolution.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';
import { batchNorm, batchNormShapes } from './batch-norm.ts';

export interface MultiScaleBlock {
  readonly inChannels: number;
  readonly outChannels: number;
}

export function multiScaleBlockShapes({ inChannels, outChannels }: MultiScaleBlock): ParameterShapes {
  const widths = [inChannels, outChannels / 2, outChannels / 4, outChannels / 4] as const;
  const layers = ([1, 2, 3] as const).map((layer): ParameterShapes => {
    const layerIn = widths[layer - 1] ?? inChannels;
    return {
      ...named(`bn${layer}`, batchNormShapes(layerIn)),
      ...named(
        `conv${layer}`,
        convolutionShapes({
          inChannels: layerIn,
          outChannels: widths[layer] ?? outChannels,
          size: 3,
          bias: false,
        }),
      ),
    };
  });
  const downsample = inChannels !== outChannels && {
    ...named('downsample.0', batchNormShapes(inChannels)),
    ...named('downsample.2', convolutionShapes({ inChannels, outChannels, size: 1, bias: false })),
  };
  return Object.assign({}, ...layers, downsample);
}

interface PreActivated {
  readonly norm: string;
  readonly convolution: string;
  readonly padding: number;
}

function preActivated(parameters: Parameters, x: tf.Tensor4D, layer: PreActivated): tf.Tensor4D {
  const activated = tf.relu(batchNorm(within(parameters, layer.norm), x));
  return convolution(within(parameters, layer.convolution), activated, layer.padding);
}

/** `x` [N, in, H, W] to [N, out, H, W]. */
export function multiScaleBlock(parameters: Parameters, x: tf.Tensor4D): tf.Tensor4D {
  const outputs: tf.Tensor4D[] = [];
  for (const layer of [1, 2, 3])
    outputs.push(
      preActivated(parameters, outputs.at(-1) ?? x, {
        norm: `bn${layer}`,
        convolution: `conv${layer}`,
        padding: 1,
      }),
    );
  const shortcut =
    'downsample.2.weight' in parameters
      ? preActivated(parameters, x, { norm: 'downsample.0', convolution: 'downsample.2', padding: 0 })
      : x;
  return tf.add(tf.concat(outputs, 1), shortcut);
}
