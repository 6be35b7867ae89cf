// The sizes of DRIT's networks (Lee et al. 2018), which MSGAN's DRIT variant (Mao et al. 2019) shares; the authors' values in
// the comments.
import type { AttributeEntry, RunConfig } from '@starlab/experiment';
import type { TwoDomainSizes } from '../translation/two-domains.ts';

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
  /** Layers of the content discriminator that halve a content code (3). */
  readonly contentDiscriminatorHalvings: number;
}

/** The two domains of a model. */
export const dritDomains = ['A', 'B'] as const;
export type DritDomain = (typeof dritDomains)[number];

/** Channels of a content code. */
export const contentChannels = ({ width }: DritArchitecture): number => 4 * width;

/** Of a run: what images its networks translate, too. */
export type DritRunArchitecture = DritArchitecture & TwoDomainSizes & { readonly method: 'drit' | 'msgan' };

/** Of the content discriminator: the layers that halve, and the one that follows. */
export const contentHalving = { size: 7, padding: 1, stride: 2 };
export const contentLast = { size: 4, padding: 0, stride: 1 };
const MOST_HALVINGS = 3;

/** The authors' three, which fit crops of 209 px or more, or as many as leave the last layer what it needs. */
function contentHalvings(cropSize: number): number {
  const { size, padding, stride } = contentHalving;
  let side = cropSize / 4;
  let halvings = 0;
  while (halvings < MOST_HALVINGS) {
    side = Math.floor((side + 2 * padding - size) / stride) + 1;
    if (side < contentLast.size) break;
    halvings++;
  }
  return halvings;
}

/** @throws RangeError when `config` lacks DRIT's sizes, which `resolveConfig` gives every configuration of DRIT and MSGAN. */
export function dritRunArchitecture(
  config: RunConfig,
  method: DritRunArchitecture['method'],
): DritRunArchitecture {
  const { attributeEntry, discriminatorWidth, discriminatorScales, cropSize } = config;
  if (!attributeEntry || !discriminatorWidth || !discriminatorScales || !cropSize)
    throw new RangeError('a configuration of DRIT without its sizes');
  return {
    method,
    imageSize: config.imageSize,
    domainCount: 2,
    attributeEntry,
    width: config.baseWidth,
    discriminatorWidth,
    hiddenDimension: config.hiddenDimension,
    attributeDimension: config.latentDimension,
    discriminatorScales,
    contentDiscriminatorHalvings: contentHalvings(cropSize),
  };
}
