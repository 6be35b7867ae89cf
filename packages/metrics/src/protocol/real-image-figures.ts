// What a metric gives for real images: a domain's validation images measured against its training images, as the translations
// into it are. The paper prints the FID of real images under its Tables 2 and 3.
import type { Metric, RealImagesFigure } from '@starlab/experiment';
import type { FrechetNetwork } from '../features/feature-networks.ts';
import { distributionDistance } from './measurements.ts';
import type { RealImages } from './real-images.ts';

export interface DomainImages {
  readonly name: string;
  readonly train: RealImages;
  /** Undefined where there are too few for statistics. */
  readonly validation: RealImages | undefined;
}

/** By domain; undefined where a domain has too few validation images. */
export function realImageFigures(
  metric: Exclude<Metric, 'lpips'>,
  { network, domains }: { readonly network: FrechetNetwork; readonly domains: readonly DomainImages[] },
): RealImagesFigure[] | undefined {
  const { dimension } = network;
  const figures = domains.flatMap(({ name, train, validation }): RealImagesFigure[] => {
    if (!validation) return [];
    const { statistics, features } = validation;
    const other = { statistics: () => statistics, features };
    const value = distributionDistance(metric, { real: train, other, dimension });
    return [{ domain: name, value, samples: statistics.count }];
  });
  return figures.length === domains.length ? figures : undefined;
}
