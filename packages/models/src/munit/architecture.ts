// The sizes of MUNIT's networks (Huang et al. 2018, appendix B); the paper's values in the comments.

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
