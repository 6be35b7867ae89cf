// MUNIT's discriminator of one domain, dis_a or dis_b.
import type * as tf from '@tensorflow/tfjs-core';
import {
  discriminateScales,
  multiScaleDiscriminatorShapes,
  type MultiScaleDiscriminator,
} from '../blocks/multi-scale-discriminator.ts';
import type { ParameterShapes, Parameters } from '../blocks/parameters.ts';
import type { MunitArchitecture } from './architecture.ts';

const multiScale = (architecture: MunitArchitecture): MultiScaleDiscriminator => ({
  width: architecture.discriminatorWidth,
  layers: architecture.discriminatorLayers,
  scales: architecture.discriminatorScales,
  slope: 0.2,
  names: { scales: 'cnns', convolution: 'conv' },
});

export const munitDiscriminatorShapes = (architecture: MunitArchitecture): ParameterShapes =>
  multiScaleDiscriminatorShapes(multiScale(architecture));

/** One map [N, 1, s, s] per scale. */
export const munitDiscriminate = (
  parameters: Parameters,
  image: tf.Tensor4D,
  architecture: MunitArchitecture,
): tf.Tensor4D[] => discriminateScales(parameters, image, multiScale(architecture));
