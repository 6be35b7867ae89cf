// Translation as pure steps, for samples and evaluations: a style from a latent or from a reference, then the generator.
// State: `<network>/<name>` of the networks that take part; it passes through unchanged.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Network } from '@starlab/experiment';
import type { Architecture } from '../architecture.ts';
import { generate } from '../generator/generator.ts';
import { mapLatent } from '../mapping-network/mapping-network.ts';
import { encodeStyle } from '../style-encoder/style-encoder.ts';
import { inputOf, networkOf, type ForwardStep } from './step-tensors.ts';

export const latentTranslationNetworks = [
  'generator',
  'mapping_network',
] as const satisfies readonly Network[];
export const referenceTranslationNetworks = [
  'generator',
  'style_encoder',
] as const satisfies readonly Network[];

/** Inputs `image` [N, 3, S, S], `domain` [N, D] one-hot, `latent` [N, latentDimension]; output `image` [N, 3, S, S]. */
export function latentTranslationStep(architecture: Architecture): ForwardStep {
  return (state, inputs) => {
    const image = inputOf<Tensor4D>(inputs, 'image');
    const domain = inputOf<Tensor2D>(inputs, 'domain');
    const latent = inputOf<Tensor2D>(inputs, 'latent');
    const style = mapLatent(networkOf(state, 'mapping_network'), { latent, domain }, architecture);
    return {
      state,
      outputs: { image: generate(networkOf(state, 'generator'), { image, style }, architecture) },
    };
  };
}

/** Inputs `image` and `reference` [N, 3, S, S], `domain` [N, D] one-hot of the references; output `image`. */
export function referenceTranslationStep(architecture: Architecture): ForwardStep {
  return (state, inputs) => {
    const image = inputOf<Tensor4D>(inputs, 'image');
    const domain = inputOf<Tensor2D>(inputs, 'domain');
    const reference = inputOf<Tensor4D>(inputs, 'reference');
    const style = encodeStyle(networkOf(state, 'style_encoder'), { image: reference, domain }, architecture);
    return {
      state,
      outputs: { image: generate(networkOf(state, 'generator'), { image, style }, architecture) },
    };
  };
}
