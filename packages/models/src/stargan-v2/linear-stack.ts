// Four linear layers with ReLU between them: what the mapping network is made of.
import * as tf from '@tensorflow/tfjs-core';
import { linear, linearShapes } from '../blocks/linear.ts';
import { named, within, type ParameterShapes, type Parameters } from '../blocks/parameters.ts';

/** Positions of the linear layers in a stack; the odd ones between them are ReLUs. */
const LAYERS = [0, 2, 4, 6] as const;

export interface LinearStackWidths {
  readonly first: number;
  readonly hidden: number;
  readonly last: number;
}

export function linearStackShapes({ first, hidden, last }: LinearStackWidths): ParameterShapes {
  const layers = LAYERS.map((layer) =>
    named(`${layer}`, linearShapes(layer === 0 ? first : hidden, layer === 6 ? last : hidden)),
  );
  return Object.assign({}, ...layers);
}

/** `x` [N, first] to [N, last]. */
export function linearStack(parameters: Parameters, x: tf.Tensor2D): tf.Tensor2D {
  return LAYERS.reduce((y, layer) => linear(within(parameters, `${layer}`), layer === 0 ? y : tf.relu(y)), x);
}
