// Translations as the reference implementation makes them: each runs all its networks, the generator's encoder and the style
// encoder included, and the networks are as they are written (the device is opened without rewrites).
import type { Device } from '@starlab/engine';
import type { Mode } from '@starlab/experiment';
import {
  networkShapes,
  translationOf,
  type Architecture,
  type Parameters,
  type StylePart,
} from '@starlab/models';
import type { TranslatorWeights } from '../../src/sampling/translator.ts';

export interface ReferenceTranslation {
  /** `[count, 3, S, S]` of the sources and, by the mode, latents or references; the last batch is padded. */
  translate(request: {
    readonly mode: Mode;
    readonly images: Float32Array;
    readonly guide: Float32Array;
    readonly targetDomain: number;
    readonly count: number;
  }): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface ReferenceTranslationOptions {
  readonly architecture: Architecture;
  readonly weights: TranslatorWeights;
  readonly batchSize: number;
  readonly latentDimension: number;
}

const padded = (values: Float32Array, length: number): Float32Array => {
  const whole = new Float32Array(length);
  whole.set(values);
  return whole;
};

export async function openReferenceTranslation(
  device: Device,
  { architecture, weights, batchSize, latentDimension }: ReferenceTranslationOptions,
): Promise<ReferenceTranslation> {
  const { imageSize, domainCount } = architecture;
  const translation = translationOf(architecture);
  const constants = Object.fromEntries(
    Object.entries(networkShapes(architecture)).flatMap(([network, shapes]) =>
      Object.entries(shapes).map(([name, shape]) => {
        const key = `${network}/${name}`;
        return [key, { shape, data: weights[key] ?? new Float32Array() }];
      }),
    ),
  );
  const image = [batchSize, 3, imageSize, imageSize];
  const guides = { latent: [batchSize, latentDimension], reference: image };

  /** The three parts as one program. */
  const whole = (part: StylePart, mode: Mode) =>
    device.compile(
      (given: Parameters, inputs: Parameters) => {
        const { outputs: encoded } = translation.encode.step(given, inputs);
        const { outputs: styled } = part.step(given, inputs);
        return { state: {}, outputs: translation.decode.step(given, { ...encoded, ...styled }).outputs };
      },
      { state: {}, constants, inputs: { image, domain: [batchSize, domainCount], [mode]: guides[mode] } },
    );
  const { latent, reference } = translation.styles;
  if (!latent || !reference) throw new RangeError('the benchmark translates in both modes');
  const programs = { latent: await whole(latent, 'latent'), reference: await whole(reference, 'reference') };
  const pixels = 3 * imageSize * imageSize;
  const guideSizes = { latent: latentDimension, reference: pixels };

  return {
    async translate({ mode, images, guide, targetDomain, count }) {
      const domain = new Float32Array(batchSize * domainCount);
      for (let row = 0; row < count; row++) domain[row * domainCount + targetDomain] = 1;
      const outputs = await programs[mode].run({
        image: padded(images, batchSize * pixels),
        domain,
        [mode]: padded(guide, batchSize * guideSizes[mode]),
      });
      return (outputs['image'] ?? new Float32Array()).slice(0, count * pixels);
    },
    async dispose() {
      for (const program of Object.values(programs)) await program.dispose();
    },
  };
}
