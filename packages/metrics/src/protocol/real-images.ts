// What a feature network makes of a domain's real images: the same for every source, mode, run and checkpoint, so it is
// computed once and kept in a store that the caller supplies.
import type { FrechetNetwork } from '../features/feature-networks.ts';
import { joined } from '../features/batched-function.ts';
import { featureStatistics, type FeatureStatistics } from '../frechet/feature-statistics.ts';

/** Keys name all that a value depends on; a value never changes. */
export interface StatisticsStore {
  get(key: string): Promise<FeatureStatistics | undefined>;
  set(key: string, statistics: FeatureStatistics): Promise<void>;
  getFeatures(key: string): Promise<Float32Array | undefined>;
  setFeatures(key: string, features: Float32Array): Promise<void>;
}

/** A store that forgets with the process. */
export function memoryStatisticsStore(): StatisticsStore {
  const kept = new Map<string, FeatureStatistics>();
  const keptFeatures = new Map<string, Float32Array>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, statistics) => Promise.resolve(void kept.set(key, statistics)),
    getFeatures: (key) => Promise.resolve(keptFeatures.get(key)),
    setFeatures: (key, features) => Promise.resolve(void keptFeatures.set(key, features)),
  };
}

export type RealSplit = 'train' | 'validation';

export interface RealImages {
  readonly statistics: FeatureStatistics;
  /** `[count, dimension]`, where they were asked for. */
  readonly features: Float32Array | undefined;
}

export interface RealImagesOptions {
  readonly store: StatisticsStore;
  readonly network: FrechetNetwork;
  /** Paths by split. */
  readonly domain: { readonly name: string } & Readonly<Record<RealSplit, readonly string[]>>;
  readonly split: RealSplit;
  readonly dataSha256: string;
  readonly imageSize: number;
  readonly loadImages: (paths: readonly string[]) => Promise<readonly Uint8Array[]>;
  /** FID needs the statistics alone; KID the features themselves. */
  readonly withFeatures: boolean;
  readonly onImages?: (count: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Images decoded at a time. */
const CHUNK = 64;

export async function realImages(options: RealImagesOptions): Promise<RealImages> {
  const { store, network, domain, split, withFeatures } = options;
  const key = keyOf(options);
  const known = await store.get(key);
  const knownFeatures = withFeatures ? await store.getFeatures(key) : undefined;
  if (known && (knownFeatures || !withFeatures)) {
    options.onImages?.(domain[split].length);
    return { statistics: known, features: knownFeatures };
  }
  const features = await featuresOf(options);
  const statistics = featureStatistics(features, network.dimension);
  await store.set(key, statistics);
  if (withFeatures) await store.setFeatures(key, features);
  return { statistics, features: withFeatures ? features : undefined };
}

/** Of all images of the split, a short last chunk included. */
async function featuresOf({
  network,
  domain,
  split,
  imageSize,
  loadImages,
  onImages,
  signal,
}: RealImagesOptions): Promise<Float32Array> {
  const features: Float32Array[] = [];
  for (let first = 0; first < domain[split].length; first += CHUNK) {
    signal?.throwIfAborted();
    const images = await loadImages(domain[split].slice(first, first + CHUNK));
    features.push(await network.features(images, imageSize));
    onImages?.(images.length);
  }
  return joined(features);
}

function keyOf({ network, domain, split, dataSha256, imageSize }: RealImagesOptions): string {
  const { name, weightsSha256, resize } = network;
  return ['real', dataSha256, split, domain.name, imageSize, name, weightsSha256, resize].join('/');
}
