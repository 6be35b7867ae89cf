// What both networks make of one batch, as a pure step: the outputs that are held against the reference implementation's.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { inputOf, networkOf, type ForwardStep } from '../translation/step-tensors.ts';
import type { StarganArchitecture } from './architecture.ts';
import { starganDiscriminate } from './discriminator.ts';
import { starganGenerate } from './generator.ts';

/** Name and shape of every input of `starganOutputsStep`. */
export function starganOutputsInputs({ imageSize, domainCount }: StarganArchitecture, batchSize: number) {
  return {
    source: [batchSize, 3, imageSize, imageSize],
    targetDomain: [batchSize, domainCount],
  } satisfies Record<string, readonly number[]>;
}

/**
 * Outputs `generator` [N, 3, S, S], the translation of the source, and of the source `logits` [N, 1 or D, h, w] and, from a
 * classifier, `domainLogits` [N, D].
 */
export function starganOutputsStep(architecture: StarganArchitecture): ForwardStep {
  return (state, inputs) => {
    const image = inputOf<Tensor4D>(inputs, 'source');
    const domain = inputOf<Tensor2D>(inputs, 'targetDomain');
    const judgement = starganDiscriminate(networkOf(state, 'discriminator'), image, architecture);
    return {
      state,
      outputs: {
        generator: starganGenerate(networkOf(state, 'generator'), { image, domain }, architecture),
        logits: judgement.logits,
        ...(judgement.domainLogits && { domainLogits: judgement.domainLogits }),
      },
    };
  };
}
