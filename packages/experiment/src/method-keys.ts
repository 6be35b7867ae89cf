// Keys of a configuration that only some methods have, and the values they take there when left out.
import type { ParsedConfig } from './config.ts';
import type { Method } from './names.ts';

/** Whose keys they are; in a configuration of another method they are not there. */
export const methodKeys = {
  discriminatorWidth: ['stargan', 'munit', 'drit', 'msgan'],
  discriminatorDepth: ['stargan', 'munit'],
  discriminatorScales: ['munit', 'drit', 'msgan'],
  residualBlocks: ['stargan', 'munit'],
  attributeEntry: ['drit', 'msgan'],
  cropSize: ['drit', 'msgan'],
  lambdaRec: ['munit', 'drit', 'msgan'],
  lambdaCon: ['munit'],
  lambdaKl: ['drit', 'msgan'],
  lambdaMs: ['msgan'],
  learningRateFactor: ['munit'],
  contentLearningRate: ['drit', 'msgan'],
  epochIterations: ['drit', 'msgan'],
} as const satisfies Partial<Record<keyof ParsedConfig, readonly Method[]>>;

/** Layers of DRIT's domain discriminators that halve the image. */
export const DRIT_DISCRIMINATOR_DEPTH = 4;

/**
 * At how many scales, each half the one before, a discriminator with `depth` layers that halve can see an image of `side` px:
 * each layer needs two pixels a side.
 */
export function fittingScales(side: number, depth: number): number {
  return side < 2 ** depth ? 0 : 1 + fittingScales(Math.ceil(side / 2), depth);
}

/** The authors' three scales, or as many as fit. */
const defaultScales = (side: number, depth: number): number => Math.min(3, fittingScales(side, depth));

/** The authors' 216 of 256 px, in whole positions of a content code. */
const defaultCrop = (imageSize: number): number => 4 * Math.round((216 / 256) * (imageSize / 4));

type MethodKey = keyof typeof methodKeys | 'learningRateDecayIterations';
type Complete = (config: ParsedConfig) => Partial<Pick<ParsedConfig, MethodKey>>;

const drit: Complete = (config) => {
  const cropSize = config.cropSize ?? defaultCrop(config.imageSize);
  return {
    discriminatorWidth: config.discriminatorWidth ?? config.baseWidth,
    discriminatorScales: config.discriminatorScales ?? defaultScales(cropSize, DRIT_DISCRIMINATOR_DEPTH),
    attributeEntry: config.attributeEntry ?? 'concatenated',
    cropSize,
    learningRateDecayIterations: Math.floor(config.iterations / 2),
  };
};

/** What a method's keys are when left out, as far as it follows from others. */
export const methodDefaults: Readonly<Record<Method, Complete>> = {
  'stargan-v2': () => ({}),
  stargan: (config) => ({
    discriminatorWidth: config.discriminatorWidth ?? config.baseWidth,
    discriminatorDepth: config.discriminatorDepth ?? Math.min(6, Math.log2(config.imageSize) - 1),
    residualBlocks: config.residualBlocks ?? 6,
  }),
  munit: (config) => {
    const discriminatorDepth = config.discriminatorDepth ?? 4;
    return {
      discriminatorWidth: config.discriminatorWidth ?? config.baseWidth,
      discriminatorDepth,
      discriminatorScales: config.discriminatorScales ?? defaultScales(config.imageSize, discriminatorDepth),
      residualBlocks: config.residualBlocks ?? 4,
    };
  },
  drit,
  msgan: drit,
};
