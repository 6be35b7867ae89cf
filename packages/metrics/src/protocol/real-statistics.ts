// Statistics of the real training images of a domain: the same for every source, mode, run and checkpoint, so they are
// computed once and kept in a store that the caller supplies.
import type { FrechetNetwork } from '../features/feature-networks.ts';
import { joined } from '../features/batched-function.ts';
import { featureStatistics, type FeatureStatistics } from '../frechet/feature-statistics.ts';

/** Keys name all that a value depends on; a value never changes. */
export interface StatisticsStore {
  get(key: string): Promise<FeatureStatistics | undefined>;
  set(key: string, statistics: FeatureStatistics): Promise<void>;
}

/** A store that forgets with the process. */
export function memoryStatisticsStore(): StatisticsStore {
  const kept = new Map<string, FeatureStatistics>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, statistics) => Promise.resolve(void kept.set(key, statistics)),
  };
}

export interface RealStatisticsOptions {
  readonly store: StatisticsStore;
  readonly network: FrechetNetwork;
  readonly domain: { readonly name: string; readonly train: readonly string[] };
  readonly dataSha256: string;
  readonly imageSize: number;
  readonly loadImages: (paths: readonly string[]) => Promise<readonly Uint8Array[]>;
  readonly onImages?: (count: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Images decoded at a time. */
const CHUNK = 64;

export async function realStatistics(options: RealStatisticsOptions): Promise<FeatureStatistics> {
  const { store, network, domain, imageSize } = options;
  const key = statisticsKey(options);
  const known = await store.get(key);
  if (known) {
    options.onImages?.(domain.train.length);
    return known;
  }
  const features: Float32Array[] = [];
  for (let first = 0; first < domain.train.length; first += CHUNK) {
    options.signal?.throwIfAborted();
    const images = await options.loadImages(domain.train.slice(first, first + CHUNK));
    features.push(await network.features(images, imageSize));
    options.onImages?.(images.length);
  }
  const statistics = featureStatistics(joined(features), network.dimension);
  await store.set(key, statistics);
  return statistics;
}

function statisticsKey({ network, domain, dataSha256, imageSize }: RealStatisticsOptions): string {
  const { name, weightsSha256, resize } = network;
  return ['real', dataSha256, 'train', domain.name, imageSize, name, weightsSha256, resize].join('/');
}
