// The trained networks as compiled programs, one for each way to guide a translation: by latents, by references. Short batches are
// padded to the compiled size, so that every batch takes the same program.
import { modeSchema, type Mode } from '@starlab/experiment';
import type { Device, Program } from '@starlab/engine';
import {
  heatMapConstants,
  networkShapes,
  translationsOf,
  type Architecture,
  type HostTensor,
  type Translation,
} from '@starlab/models';

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
  /** What guides the translations of each mode that the networks have; `none`: a source has one into each domain. */
  readonly guides: Readonly<Partial<Record<Mode, Translation['guide']>>>;
  /** Up to `batchSize` images, `[n, 3, S, S]` in and out. Latents do not matter where nothing guides. */
  withLatents(translation: LatentTranslation): Promise<Float32Array>;
  /** Only where `guides` has `reference`. */
  withReferences(translation: ReferenceTranslation): Promise<Float32Array>;
  setWeights(weights: TranslatorWeights): void;
  dispose(): Promise<void>;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function weightsOf(networks: readonly string[], weights: TranslatorWeights): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) => networks.some((network) => name.startsWith(`${network}/`))),
  );
}

function stateFor(architecture: Architecture, networks: readonly string[], weights: TranslatorWeights) {
  const shapes = networkShapes(architecture);
  const entries = networks.flatMap((network) =>
    Object.entries(shapes[network] ?? {}).map(([name, shape]) => {
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
  readonly latentDimension: number;
  readonly weights: TranslatorWeights;
  /** Makes the masks where highPassWeight > 0. */
  readonly heatMapNetwork?: Readonly<Record<string, HostTensor>> | undefined;
}

interface CompiledTranslation extends Translation {
  readonly program: Program;
}

/** Inputs beside image and domain. */
function guideShapes(
  { guide }: Translation,
  { batchSize, imageShape, latentDimension }: GuideSizes,
): Record<string, number[]> {
  const shapes = {
    latent: { latent: [batchSize, latentDimension] },
    reference: { reference: imageShape },
    none: {},
  } satisfies Record<Translation['guide'], Record<string, number[]>>;
  return shapes[guide];
}

interface GuideSizes {
  readonly batchSize: number;
  readonly imageShape: number[];
  readonly latentDimension: number;
}

async function compileAll(
  device: Device,
  { architecture, batchSize, latentDimension, weights, heatMapNetwork }: TranslatorOptions,
): Promise<Partial<Record<Mode, CompiledTranslation>>> {
  const { imageSize, domainCount } = architecture;
  const imageShape = [batchSize, 3, imageSize, imageSize];
  const compiled: Partial<Record<Mode, CompiledTranslation>> = {};
  const translations = translationsOf(architecture);
  for (const mode of modeSchema.options) {
    const translation = translations[mode];
    if (!translation) continue;
    const program = await device.compile(translation.step, {
      state: stateFor(architecture, translation.networks, weights),
      constants: heatMapConstants(heatMapNetwork),
      inputs: {
        image: imageShape,
        domain: [batchSize, domainCount],
        ...guideShapes(translation, { batchSize, imageShape, latentDimension }),
      },
    });
    compiled[mode] = { ...translation, program };
  }
  return compiled;
}

export async function openTranslator(device: Device, options: TranslatorOptions): Promise<Translator> {
  const { architecture, batchSize, latentDimension } = options;
  const { imageSize, domainCount } = architecture;
  const compiled = await compileAll(device, options);
  const pixels = 3 * imageSize * imageSize;

  const translate = async (
    mode: Mode,
    { images, domains }: { images: Float32Array; domains: Int32Array },
    guide: Float32Array,
  ): Promise<Float32Array> => {
    const translation = compiled[mode];
    if (!translation) throw new RangeError(`these networks have no ${mode}-guided translation`);
    const guides = {
      latent: () => ({ latent: padded(guide, batchSize * latentDimension) }),
      reference: () => ({ reference: padded(guide, batchSize * pixels) }),
      none: () => ({}),
    } satisfies Record<Translation['guide'], () => Record<string, Float32Array>>;
    const { image } = await translation.program.run({
      image: padded(images, batchSize * pixels),
      domain: oneHot(domains, batchSize, domainCount),
      ...guides[translation.guide](),
    });
    if (!image) throw new TypeError('the translation program gave no image');
    return image.slice(0, images.length);
  };

  return {
    guides: Object.fromEntries(Object.entries(compiled).map(([mode, { guide }]) => [mode, guide])),
    withLatents: (t) => translate('latent', t, t.latents),
    withReferences: (t) => translate('reference', t, t.references),
    setWeights(next) {
      for (const { program, networks } of Object.values(compiled))
        program.writeState(weightsOf(networks, next));
    },
    async dispose() {
      for (const { program } of Object.values(compiled)) await program.dispose();
    },
  };
}
