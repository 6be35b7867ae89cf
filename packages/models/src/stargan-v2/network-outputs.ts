// What all four networks make of one batch, as a pure step: the outputs that are held against the reference implementation's.
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { StarganV2Architecture } from './architecture.ts';
import { discriminate, type DiscriminatorInput } from './discriminator.ts';
import { generate } from './generator.ts';
import { mapLatent } from './mapping-network.ts';
import { encodeStyle } from './style-encoder.ts';
import { inputOf, networkOf, type ForwardStep } from '../translation/step-tensors.ts';

/** Name and shape of every input of `networkOutputsStep`; masks only with highPassWeight > 0. */
export function networkOutputsInputs(
  architecture: StarganV2Architecture,
  batchSize: number,
): Record<string, readonly number[]> {
  const { imageSize, domainCount, latentDimension, highPassWeight } = architecture;
  const image = [batchSize, 3, imageSize, imageSize];
  const domain = [batchSize, domainCount];
  const mask = [batchSize, 1, imageSize, imageSize];
  return {
    source: image,
    sourceDomain: domain,
    reference: image,
    targetDomain: domain,
    latent: [batchSize, latentDimension],
    ...(highPassWeight > 0 && { maskAt32: mask, maskAt64And128: mask }),
  };
}

/**
 * Outputs `mappingNetwork` and `styleEncoder` [N, styleDimension] of the target domain, `discriminator` [N] of the source,
 * the translations of the source, `latentImage` and `referenceImage` [N, 3, S, S], and `discriminatorOfLatentImage` [N].
 */
export function networkOutputsStep(architecture: StarganV2Architecture): ForwardStep {
  return (state, inputs) => {
    const image = inputOf<Tensor4D>(inputs, 'source');
    const domain = inputOf<Tensor2D>(inputs, 'targetDomain');
    const latent = inputOf<Tensor2D>(inputs, 'latent');
    const reference = inputOf<Tensor4D>(inputs, 'reference');
    const masks = architecture.highPassWeight > 0 && {
      masks: {
        at32: inputOf<Tensor4D>(inputs, 'maskAt32'),
        at64And128: inputOf<Tensor4D>(inputs, 'maskAt64And128'),
      },
    };
    const translate = (style: Tensor2D): Tensor4D =>
      generate(networkOf(state, 'generator'), { image, style, ...masks }, architecture);
    const latentStyle = mapLatent(networkOf(state, 'mapping_network'), { latent, domain }, architecture);
    const referenceStyle = encodeStyle(
      networkOf(state, 'style_encoder'),
      { image: reference, domain },
      architecture,
    );
    const judge = (judged: DiscriminatorInput): Tensor1D =>
      discriminate(networkOf(state, 'discriminator'), judged, architecture);
    const latentImage = translate(latentStyle);
    return {
      state,
      outputs: {
        mappingNetwork: latentStyle,
        styleEncoder: referenceStyle,
        discriminator: judge({ image, domain: inputOf<Tensor2D>(inputs, 'sourceDomain') }),
        latentImage,
        discriminatorOfLatentImage: judge({ image: latentImage, domain }),
        referenceImage: translate(referenceStyle),
      },
    };
  };
}
