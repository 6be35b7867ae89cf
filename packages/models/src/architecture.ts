// The sizes that decide every parameter's shape, drawn from a run's configuration. Paper Appendix, Tables 6–8.
import type { RunConfig } from '@starlab/experiment';

export interface Architecture {
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
}

/** The architecture that `config` trains on `domainCount` domains. */
export function architectureOf(config: RunConfig, domainCount: number): Architecture {
  return {
    imageSize: config.imageSize,
    baseWidth: config.baseWidth,
    maxWidth: config.maxWidth,
    styleDimension: config.styleDimension,
    latentDimension: config.latentDimension,
    hiddenDimension: config.hiddenDimension,
    domainCount,
    highPassWeight: config.highPassWeight,
  };
}
