// The sizes that decide every parameter's shape, drawn from a run's configuration. Paper Appendix, Tables 6–8.
import type { Conditioning, RunConfig } from '@starlab/experiment';

export interface StarganV2Architecture {
  readonly method: 'stargan-v2';
  /** Height and width of images, px; a power of two, at least 32. */
  readonly imageSize: number;
  /** Channels at full resolution; the paper's 2^14 / imageSize. */
  readonly baseWidth: number;
  /** Cap on channels. */
  readonly maxWidth: number;
  readonly styleDimension: number;
  readonly latentDimension: number;
  /** Width of the mapping network. */
  readonly hiddenDimension: number;
  readonly domainCount: number;
  /** w_hpf: 0 for residual skips in the decoder, above 0 for masked high-pass skips. */
  readonly highPassWeight: number;
  /** Where the generator's style comes from; the paper's is `style-code`. */
  readonly conditioning: Conditioning;
}

/** The architecture that `config` trains on `domainCount` domains. */
export function starganV2Architecture(config: RunConfig, domainCount: number): StarganV2Architecture {
  return {
    method: 'stargan-v2',
    imageSize: config.imageSize,
    baseWidth: config.baseWidth,
    maxWidth: config.maxWidth,
    styleDimension: config.styleDimension,
    latentDimension: config.latentDimension,
    hiddenDimension: config.hiddenDimension,
    domainCount,
    highPassWeight: config.highPassWeight,
    conditioning: config.conditioning,
  };
}
