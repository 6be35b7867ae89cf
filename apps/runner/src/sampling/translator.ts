// The trained networks as compiled programs: one that encodes images, one for each way to make styles, one that decodes. An image
// is encoded once for all its translations. Short batches are padded to the compiled size, so that all take the same program.
import { modeSchema, type Mode } from '@starlab/experiment';
import type { Device, Program } from '@starlab/engine';
import {
  heatMapConstants,
  networkShapes,
  networksOf,
  translationOf,
  type Architecture,
  type HostTensor,
  type StylePart,
  type Translation,
  type TranslationPart,
} from '@starlab/models';

/** `network/name` -> values, e.g. `generator/from_rgb.weight`. */
export type TranslatorWeights = Readonly<Record<string, Float32Array>>;

export interface LatentGuide {
  readonly mode: 'latent';
  readonly domains: Int32Array; // [n], targets
  /** They do not matter where nothing guides. */
  readonly latents: Float32Array; // [n, latentDimension]
}

export interface ReferenceGuide {
  readonly mode: 'reference';
  readonly domains: Int32Array; // [n], domains of the references
  readonly references: Float32Array; // [n, 3, S, S]
}

/** What all translations of a batch of images have in common. */
export interface EncodedImages {
  readonly count: number;
  /** As the networks' `encodedShapes` says for a whole batch. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** Takes up to `batchSize` images, latents or references at a time. */
export interface Translator {
  readonly batchSize: number;
  /** Values in a style. */
  readonly styleSize: number;
  /** What guides the translations of each mode that the networks have; `none`: a source has one into each domain. */
  readonly guides: Readonly<Partial<Record<Mode, StylePart['guide']>>>;
  /** `images` [n, 3, S, S] of `domains` [n], which some networks have to be told. */
  encode(images: Float32Array, domains: Int32Array): Promise<EncodedImages>;
  /** Styles [n, styleSize]. @throws RangeError where `guides` lacks the mode */
  styles(guide: LatentGuide | ReferenceGuide): Promise<Float32Array>;
  /** Translations [n, 3, S, S] in `styles` [n, styleSize]. */
  decode(encoded: EncodedImages, styles: Float32Array): Promise<Float32Array>;
  /** @throws RangeError where the weights are fixed */
  setWeights(weights: TranslatorWeights): void;
  dispose(): Promise<void>;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function weightsOf(networks: readonly string[], weights: TranslatorWeights): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) => networks.some((network) => name.startsWith(`${network}/`))),
  );
}

function tensorsOf(
  architecture: Architecture,
  networks: readonly string[],
  weights: TranslatorWeights,
): Record<string, HostTensor> {
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
  /** Weights that never change are laid out ahead of time: compiling takes longer, translating a quarter less. */
  readonly fixedWeights: boolean;
  /** Makes the masks where highPassWeight > 0. */
  readonly heatMapNetwork?: Readonly<Record<string, HostTensor>> | undefined;
}

type Inputs = Readonly<Record<string, readonly number[]>>;
type CompilePart = (
  part: TranslationPart,
  inputs: Inputs,
  constants?: Record<string, HostTensor>,
) => Promise<Program>;

/** Compiles parts with their weights as constants, each for itself. */
function withConstantWeights(device: Device, { architecture, weights }: TranslatorOptions): CompilePart {
  return ({ networks, step }, inputs, constants) =>
    device.compile((given, tensors) => ({ state: {}, outputs: step(given, tensors).outputs }), {
      state: {},
      constants: { ...tensorsOf(architecture, networks, weights), ...constants },
      inputs,
    });
}

/** Compiles parts alongside each other, with the weights of all as their state. */
function withStateWeights(
  device: Device,
  { architecture, weights }: TranslatorOptions,
  networks: readonly string[],
): CompilePart {
  const state = tensorsOf(architecture, networks, weights);
  let first: Program | undefined;
  return async ({ step }, inputs, constants = {}) => {
    const options = { inputs, constants };
    const program = first
      ? await first.alongside(step, options)
      : await device.compile(step, { state, ...options });
    first ??= program;
    return program;
  };
}

interface CompiledParts {
  readonly encode: Program;
  readonly styles: Partial<Record<Mode, StylePart & { readonly program: Program }>>;
  readonly decode: Program;
}

async function compileParts(
  device: Device,
  translation: Translation,
  options: TranslatorOptions,
): Promise<CompiledParts> {
  const { architecture, batchSize, latentDimension } = options;
  const { imageSize, domainCount } = architecture;
  const imageShape = [batchSize, 3, imageSize, imageSize];
  const guideShapes = {
    latent: { latent: [batchSize, latentDimension] },
    reference: { reference: imageShape },
    none: {},
  } satisfies Record<StylePart['guide'], Inputs>;
  const compile = options.fixedWeights
    ? withConstantWeights(device, options)
    : withStateWeights(device, options, networksOf(translation));

  const encode = await compile(
    translation.encode,
    { image: imageShape, ...(translation.encode.takesDomain && { domain: [batchSize, domainCount] }) },
    heatMapConstants(options.heatMapNetwork),
  );
  const decode = await compile(translation.decode, {
    ...translation.encodedShapes(batchSize),
    style: [batchSize, translation.styleSize],
  });
  const styles: CompiledParts['styles'] = {};
  for (const mode of modeSchema.options) {
    const part = translation.styles[mode];
    if (!part) continue;
    const program = await compile(part, { domain: [batchSize, domainCount], ...guideShapes[part.guide] });
    styles[mode] = { ...part, program };
  }
  return { encode, styles, decode };
}

/** The output `name` of a run. */
async function output(
  program: Program,
  inputs: Readonly<Record<string, Float32Array>>,
  name: string,
): Promise<Float32Array> {
  const value = (await program.run(inputs))[name];
  if (!value) throw new TypeError(`the translation's program gave no ${name}`);
  return value;
}

export async function openTranslator(device: Device, options: TranslatorOptions): Promise<Translator> {
  const { architecture, batchSize, latentDimension, fixedWeights } = options;
  const { imageSize, domainCount } = architecture;
  const translation = translationOf(architecture);
  const { styleSize } = translation;
  const parts = await compileParts(device, translation, options);
  const pixels = 3 * imageSize * imageSize;

  const guideInputs = (guide: LatentGuide | ReferenceGuide): Record<string, Float32Array> => {
    switch (guide.mode) {
      case 'latent':
        return { latent: padded(guide.latents, batchSize * latentDimension) };
      case 'reference':
        return { reference: padded(guide.references, batchSize * pixels) };
      default:
        return guide satisfies never;
    }
  };

  return {
    batchSize,
    styleSize,
    guides: Object.fromEntries(Object.entries(parts.styles).map(([mode, { guide }]) => [mode, guide])),
    async encode(images, domains) {
      const tensors = await parts.encode.run({
        image: padded(images, batchSize * pixels),
        ...(translation.encode.takesDomain && { domain: oneHot(domains, batchSize, domainCount) }),
      });
      return { count: images.length / pixels, tensors };
    },
    async styles(guide) {
      const part = parts.styles[guide.mode];
      if (!part) throw new RangeError(`these networks have no ${guide.mode}-guided translation`);
      const domain = oneHot(guide.domains, batchSize, domainCount);
      const inputs = part.guide === 'none' ? { domain } : { domain, ...guideInputs(guide) };
      return (await output(part.program, inputs, 'style')).slice(0, guide.domains.length * styleSize);
    },
    async decode({ count, tensors }, styles) {
      const inputs = { ...tensors, style: padded(styles, batchSize * styleSize) };
      return (await output(parts.decode, inputs, 'image')).slice(0, count * pixels);
    },
    setWeights(next) {
      if (fixedWeights) throw new RangeError('the weights of this translator are fixed');
      parts.encode.writeState(weightsOf(networksOf(translation), next)); // the state of all parts
    },
    async dispose() {
      const styles = Object.values(parts.styles).map(({ program }) => program);
      for (const program of [parts.encode, parts.decode, ...styles]) await program.dispose();
    },
  };
}
