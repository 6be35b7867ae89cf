// The sizes of DRIT's networks (Lee et al. 2018), which MSGAN's DRIT variant (Mao et al. 2019) shares; the authors' values in
// the comments.

/**
 * How an attribute enters the generator: `feature-wise` at every position of its residual blocks (recommended where shapes
 * change, as between animals), or `concatenated` as further channels, with an attribute encoder that gives a distribution.
 */
export const attributeEntries = ['feature-wise', 'concatenated'] as const;
export type AttributeEntry = (typeof attributeEntries)[number];

export interface DritArchitecture {
  readonly attributeEntry: AttributeEntry;
  /** Channels at full resolution of encoders (64); a content code has four times as many. */
  readonly width: number;
  /** Channels of the domain discriminators' first layer (64). */
  readonly discriminatorWidth: number;
  /** Width of the network that takes an attribute to the feature-wise generator (256). */
  readonly hiddenDimension: number;
  /** Length of an attribute code (8). */
  readonly attributeDimension: number;
  /** Scales at which a domain discriminator sees the image (3). */
  readonly discriminatorScales: number;
}

/** The two domains of a model. */
export const dritDomains = ['A', 'B'] as const;
export type DritDomain = (typeof dritDomains)[number];

/** Channels of a content code. */
export const contentChannels = ({ width }: DritArchitecture): number => 4 * width;
