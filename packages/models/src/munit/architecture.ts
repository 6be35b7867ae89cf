// The sizes of MUNIT's networks (Huang et al. 2018, appendix B); the paper's values in the comments.
import type { RunConfig } from '@starlab/experiment';
import type { TwoDomainSizes } from '../translation/two-domains.ts';

export interface MunitArchitecture {
  /** Channels at full resolution of encoders and decoder (64). */
  readonly width: number;
  /** Channels of the discriminators' first layer (64). */
  readonly discriminatorWidth: number;
  /** Width of the network that makes AdaIN's parameters (256). */
  readonly hiddenDimension: number;
  /** Length of a style code (8). */
  readonly styleDimension: number;
  /** How often the content encoder halves the image (2). */
  readonly downsamplings: number;
  /** Residual blocks in the content encoder, and as many in the decoder (4). */
  readonly residualBlocks: number;
  /** Layers of a discriminator that halve the image (4). */
  readonly discriminatorLayers: number;
  /** Scales at which a discriminator sees the image (3). */
  readonly discriminatorScales: number;
}

/** Channels of a content code. */
export const contentChannels = ({ width, downsamplings }: MunitArchitecture): number =>
  width * 2 ** downsamplings;

/** How many numbers steer the decoder's AdaIN layers: a mean and a deviation for every channel of two layers a block. */
export const adainParameterCount = (architecture: MunitArchitecture): number =>
  architecture.residualBlocks * 2 * 2 * contentChannels(architecture);

/** Of a run: what images its networks translate, too. */
export type MunitRunArchitecture = MunitArchitecture & TwoDomainSizes & { readonly method: 'munit' };

/** @throws RangeError when `config` lacks MUNIT's sizes, which `resolveConfig` gives every configuration of MUNIT. */
export function munitRunArchitecture(config: RunConfig): MunitRunArchitecture {
  const { discriminatorWidth, discriminatorDepth, discriminatorScales, residualBlocks } = config;
  if (!discriminatorWidth || !discriminatorDepth || !discriminatorScales || !residualBlocks)
    throw new RangeError('a configuration of MUNIT without its sizes');
  return {
    method: 'munit',
    imageSize: config.imageSize,
    domainCount: 2,
    width: config.baseWidth,
    discriminatorWidth,
    hiddenDimension: config.hiddenDimension,
    styleDimension: config.latentDimension,
    downsamplings: 2,
    residualBlocks,
    discriminatorLayers: discriminatorDepth,
    discriminatorScales,
  };
}
