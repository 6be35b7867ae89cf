// What DRIT's networks make of an image of each domain, as a pure step: the outputs that are held against the authors' code,
// translations with latents and with each other as references among them.
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { inputOf, networkOf, type ForwardStep } from '../translation/step-tensors.ts';
import { contentChannels, dritDomains, type DritArchitecture, type DritDomain } from './architecture.ts';
import { dritAttribute, sampleAttribute, type Attribute } from './attribute-encoder.ts';
import { dritContent } from './content-encoder.ts';
import { dritDiscriminate, dritDiscriminateContent } from './discriminators.ts';
import { dritGenerate } from './generator.ts';

/** Positions a side of the content that the content discriminator is shown: that of a 216 px crop. */
const CONTENT_SIDE = 54;

/**
 * Name and shape of every input: images of A and B (`imageSize` px), random attributes in either direction, and what the
 * attributes of references are drawn with where they are distributions; noise for A's content; and a content for its
 * discriminator.
 */
export function dritOutputsInputs(
  architecture: DritArchitecture,
  imageSize: number,
): Record<string, readonly number[]> {
  const image = [1, 3, imageSize, imageSize];
  const code = [1, architecture.attributeDimension];
  const channels = contentChannels(architecture);
  return {
    imageA: image,
    imageB: image,
    attributeAB: code,
    attributeBA: code,
    epsilonAB: code,
    epsilonBA: code,
    noiseA: [1, channels, imageSize / 4, imageSize / 4],
    content: [1, channels, CONTENT_SIDE, CONTENT_SIDE],
  };
}

/** The attribute under the golden files' names. */
function attributeOutputs(domain: DritDomain, { mean, logVariance }: Attribute): [string, Tensor][] {
  if (!logVariance) return [[`attr${domain}`, mean]];
  return [
    [`attrMu${domain}`, mean],
    [`attrLogvar${domain}`, logVariance],
  ];
}

/** State `<network>/<name>`. Outputs under the golden files' names; `disA.0` is the discriminator's finest map, and so on. */
export function dritOutputsStep(architecture: DritArchitecture): ForwardStep {
  return (state, inputs) => {
    const image = (domain: DritDomain): Tensor4D => inputOf(inputs, `image${domain}`);
    const encode = (domain: DritDomain, noise?: Tensor4D): Tensor4D =>
      dritContent(networkOf(state, 'enc_c'), { domain, image: image(domain), ...(noise && { noise }) });
    const attribute = (domain: DritDomain): Attribute =>
      dritAttribute(networkOf(state, 'enc_a'), { domain, image: image(domain) }, architecture);
    const paint = (domain: DritDomain, source: DritDomain, code: Tensor2D): Tensor4D =>
      dritGenerate(
        networkOf(state, 'gen'),
        { domain, content: encode(source), attribute: code },
        architecture,
      );
    const reference = (domain: DritDomain, epsilon: string): Tensor2D =>
      sampleAttribute(attribute(domain), inputOf(inputs, epsilon));
    const maps = (network: string, domain: DritDomain): [string, Tensor][] =>
      dritDiscriminate(networkOf(state, network), image(domain), architecture).map((map, scale) => [
        `${network}.${scale}`,
        map,
      ]);
    return {
      state,
      outputs: {
        contentA: encode('A'),
        contentB: encode('B'),
        contentNoisyA: encode('A', inputOf(inputs, 'noiseA')),
        disContent: dritDiscriminateContent(
          networkOf(state, 'disContent'),
          inputOf(inputs, 'content'),
          architecture,
        ),
        latentAB: paint('B', 'A', inputOf(inputs, 'attributeAB')),
        latentBA: paint('A', 'B', inputOf(inputs, 'attributeBA')),
        referenceAB: paint('B', 'A', reference('B', 'epsilonAB')),
        referenceBA: paint('A', 'B', reference('A', 'epsilonBA')),
        ...Object.fromEntries([
          ...dritDomains.flatMap((domain) => attributeOutputs(domain, attribute(domain))),
          ...maps('disA', 'A'),
          ...maps('disB2', 'B'),
        ]),
      },
    };
  };
}
