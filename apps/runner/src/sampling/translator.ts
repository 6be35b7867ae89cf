// The trained networks as two compiled programs: translate with latents, translate with references. Short batches are
// padded to the compiled size, so that every batch takes the same program.
import type { Network } from '@starlab/experiment';
import type { Device, Program } from '@starlab/engine';
import {
  latentTranslationNetworks,
  latentTranslationStep,
  networkShapes,
  referenceTranslationNetworks,
  referenceTranslationStep,
  type Architecture,
} from '@starlab/models';

/** Networks a translation needs; the discriminator stays out. */
type TranslatingNetwork = Exclude<Network, 'discriminator'>;

/** `network/name` -> values, e.g. `generator/from_rgb.weight`. */
export type TranslatorWeights = Readonly<Record<string, Float32Array>>;

export interface LatentTranslation {
  readonly images: Float32Array; // [n, 3, S, S]
  readonly domains: Int32Array; // [n], targets
  readonly latents: Float32Array; // [n, latentDimension]
}

export interface ReferenceTranslation {
  readonly images: Float32Array; // [n, 3, S, S]
  readonly domains: Int32Array; // [n], domains of the references
  readonly references: Float32Array; // [n, 3, S, S]
}

export interface Translator {
  /** Up to `batchSize` images, `[n, 3, S, S]` in and out. */
  withLatents(translation: LatentTranslation): Promise<Float32Array>;
  withReferences(translation: ReferenceTranslation): Promise<Float32Array>;
  setWeights(weights: TranslatorWeights): void;
  dispose(): Promise<void>;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function weightsOf(
  networks: readonly TranslatingNetwork[],
  weights: TranslatorWeights,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) => networks.some((network) => name.startsWith(`${network}/`))),
  );
}

function stateFor(
  architecture: Architecture,
  networks: readonly TranslatingNetwork[],
  weights: TranslatorWeights,
) {
  const shapes = networkShapes(architecture);
  const entries = networks.flatMap((network) =>
    Object.entries(shapes[network]).map(([name, shape]) => {
      const key = `${network}/${name}`;
      const data = weights[key];
      if (data?.length !== sizeOf(shape))
        throw new RangeError(`weights of ${key} are missing or of another size`);
      return [key, { shape, data }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** `values` with zeros behind, as long as `length`. */
function padded(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const out = new Float32Array(length);
  out.set(values);
  return out;
}

function oneHot(domains: Int32Array, batchSize: number, domainCount: number): Float32Array {
  const out = new Float32Array(batchSize * domainCount);
  domains.forEach((domain, row) => {
    out[row * domainCount + domain] = 1;
  });
  return out;
}

export interface TranslatorOptions {
  readonly architecture: Architecture;
  readonly batchSize: number;
  readonly weights: TranslatorWeights;
}

export async function openTranslator(device: Device, options: TranslatorOptions): Promise<Translator> {
  const { architecture, batchSize, weights } = options;
  const { imageSize, domainCount, latentDimension } = architecture;
  const imageShape = [batchSize, 3, imageSize, imageSize];
  const latentProgram = await device.compile(latentTranslationStep(architecture), {
    state: stateFor(architecture, latentTranslationNetworks, weights),
    inputs: { image: imageShape, domain: [batchSize, domainCount], latent: [batchSize, latentDimension] },
  });
  const referenceProgram = await device.compile(referenceTranslationStep(architecture), {
    state: stateFor(architecture, referenceTranslationNetworks, weights),
    inputs: { image: imageShape, domain: [batchSize, domainCount], reference: imageShape },
  });
  const pixels = 3 * imageSize * imageSize;

  const translate = async (
    program: Program,
    { images, domains }: { images: Float32Array; domains: Int32Array },
    guide: Record<string, Float32Array>,
  ): Promise<Float32Array> => {
    const outputs = await program.run({
      image: padded(images, batchSize * pixels),
      domain: oneHot(domains, batchSize, domainCount),
      ...guide,
    });
    const { image } = outputs;
    if (!image) throw new TypeError('the translation program gave no image');
    return image.slice(0, images.length);
  };

  return {
    withLatents: (t) =>
      translate(latentProgram, t, { latent: padded(t.latents, batchSize * latentDimension) }),
    withReferences: (t) =>
      translate(referenceProgram, t, { reference: padded(t.references, batchSize * pixels) }),
    setWeights(next) {
      latentProgram.writeState(weightsOf(latentTranslationNetworks, next));
      referenceProgram.writeState(weightsOf(referenceTranslationNetworks, next));
    },
    async dispose() {
      await latentProgram.dispose();
      await referenceProgram.dispose();
    },
  };
}
