// The sizes of StarGAN's two networks (Choi et al. 2018), drawn from a run's configuration.
import { type DiscriminatorHead, type RunConfig } from '@starlab/experiment';

export interface StarganArchitecture {
  readonly method: 'stargan';
  /** Height and width of images, px. */
  readonly imageSize: number;
  /** Channels after the generator's first layer. */
  readonly generatorWidth: number;
  readonly residualBlocks: number;
  /** Channels after the discriminator's first layer. */
  readonly discriminatorWidth: number;
  /** Layers of the discriminator, each of which halves height and width. */
  readonly discriminatorDepth: number;
  readonly domainCount: number;
  /** `classifier`: one logit map and the domain's logits; `multi-task`: a logit map for each domain. */
  readonly discriminatorHead: DiscriminatorHead;
}

/**
 * The architecture that `config` trains on `domainCount` domains.
 * @throws RangeError when `config` lacks StarGAN's sizes, which `resolveConfig` gives every configuration of StarGAN.
 */
export function starganArchitecture(config: RunConfig, domainCount: number): StarganArchitecture {
  const { imageSize, baseWidth, residualBlocks, discriminatorWidth, discriminatorDepth, discriminatorHead } =
    config;
  if (residualBlocks === undefined || discriminatorWidth === undefined || discriminatorDepth === undefined)
    throw new RangeError('a configuration of StarGAN without its sizes');
  return {
    method: 'stargan',
    imageSize,
    generatorWidth: baseWidth,
    residualBlocks,
    discriminatorWidth,
    discriminatorDepth,
    domainCount,
    discriminatorHead,
  };
}
