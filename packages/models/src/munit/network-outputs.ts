// What MUNIT's networks make of an image of each domain, as a pure step: the outputs that are held against the authors' code,
// translations with latents and with each other as references among them.
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { within } from '../blocks/parameters.ts';
import { inputOf, networkOf, type ForwardStep } from '../translation/step-tensors.ts';
import type { MunitArchitecture } from './architecture.ts';
import { adainParameters } from './decoder.ts';
import { munitDiscriminate } from './discriminator.ts';
import { munitDecode, munitEncode } from './generator.ts';

export interface MunitOutputsInputs {
  readonly batchSize: number;
  /** Height and width, px. */
  readonly imageSize: number;
}

/** Name and shape of every input: images of A and B, and a random style of each. */
export function munitOutputsInputs(
  { styleDimension }: MunitArchitecture,
  { batchSize, imageSize }: MunitOutputsInputs,
): Record<'imageA' | 'imageB' | 'styleA' | 'styleB', readonly number[]> {
  const image = [batchSize, 3, imageSize, imageSize];
  const style = [batchSize, styleDimension];
  return { imageA: image, imageB: image, styleA: style, styleB: style };
}

/** State `<network>/<name>`. Outputs under the golden files' names; `disA.0` is the discriminator's finest map, and so on. */
export function munitOutputsStep(architecture: MunitArchitecture): ForwardStep {
  return (state, inputs) => {
    const [genA, genB] = [networkOf(state, 'gen_a'), networkOf(state, 'gen_b')];
    const [imageA, imageB] = [inputOf<Tensor4D>(inputs, 'imageA'), inputOf<Tensor4D>(inputs, 'imageB')];
    const a = munitEncode(genA, imageA, architecture);
    const b = munitEncode(genB, imageB, architecture);
    const [styleA, styleB] = [inputOf<Tensor2D>(inputs, 'styleA'), inputOf<Tensor2D>(inputs, 'styleB')];
    const intoA = (style: Tensor2D): Tensor4D =>
      munitDecode(genA, { content: b.content, style }, architecture);
    const intoB = (style: Tensor2D): Tensor4D =>
      munitDecode(genB, { content: a.content, style }, architecture);
    const maps = (domain: 'A' | 'B', image: Tensor4D): [string, Tensor][] =>
      munitDiscriminate(networkOf(state, `dis_${domain.toLowerCase()}`), image, architecture).map(
        (map, scale) => [`dis${domain}.${scale}`, map],
      );
    return {
      state,
      outputs: {
        contentA: a.content,
        styleA: a.style,
        contentB: b.content,
        styleB: b.style,
        adainB: adainParameters(within(genB, 'mlp'), styleB),
        reconA: munitDecode(genA, a, architecture),
        latentAB: intoB(styleB),
        latentBA: intoA(styleA),
        referenceAB: intoB(b.style),
        referenceBA: intoA(a.style),
        ...Object.fromEntries([...maps('A', imageA), ...maps('B', imageB)]),
      },
    };
  };
}
