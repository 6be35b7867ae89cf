// The generator's blocks in order, for any image size and width. Paper Table 6; the decoder mirrors the encoder.
import type { StarganV2Architecture } from './architecture.ts';
import type { AdainResidualBlock } from './adain-residual-block.ts';
import type { ResidualBlock } from '../blocks/residual-block.ts';

export interface GeneratorLayout {
  readonly encode: readonly ResidualBlock[];
  readonly decode: readonly AdainResidualBlock[];
}

/** Bottleneck blocks on each side, at the lowest resolution. */
const BOTTLENECK_BLOCKS = 2;

export function generatorLayout(architecture: StarganV2Architecture): GeneratorLayout {
  const { imageSize, baseWidth, maxWidth, styleDimension, highPassWeight } = architecture;
  // Down to 16x16; to 8x8 when high-pass skips carry the detail.
  const downsamplings = Math.log2(imageSize) - 4 + (highPassWeight > 0 ? 1 : 0);

  const encode: ResidualBlock[] = [];
  let channels = baseWidth;
  for (let i = 0; i < downsamplings + BOTTLENECK_BLOCKS; i++) {
    const downsample = i < downsamplings;
    const outChannels = downsample ? Math.min(2 * channels, maxWidth) : channels;
    encode.push({ inChannels: channels, outChannels, normalize: true, downsample });
    channels = outChannels;
  }
  const decode = encode.toReversed().map((mirrored) => ({
    inChannels: mirrored.outChannels,
    outChannels: mirrored.inChannels,
    upsample: mirrored.downsample,
    styleDimension,
    skip: highPassWeight === 0,
  }));
  return { encode, decode };
}
