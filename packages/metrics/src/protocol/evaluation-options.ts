// What an evaluation is given: the data, the networks under test as one function, the feature networks, and the counts.
import { StarlabError, type Metric, type Mode } from '@starlab/experiment';
import type { FeatureNetworks } from '../features/feature-networks.ts';
import type { Draws } from './draws.ts';
import type { StatisticsStore } from './real-images.ts';

export interface EvaluationDomain {
  readonly name: string;
  /** Paths in sorted order. */
  readonly train: readonly string[];
  readonly validation: readonly string[];
}

/** Validation images of one domain, at most as many as a batch; the last batch of a domain may be shorter. */
export interface ImageBatch {
  /** Index into the domains. */
  readonly domain: number;
  /** Indices into the domain's validation images. */
  readonly images: readonly number[];
  /** `[images, 3, S, S]` in [−1, 1], made when asked for. */
  tensor(): Float32Array;
}

export type TranslationRequest = {
  readonly source: ImageBatch;
  /** Index into the domains. */
  readonly targetDomain: number;
} & (
  | { readonly mode: 'latent'; readonly latents: Float32Array /* [images, latentDimension] */ }
  | { readonly mode: 'reference'; readonly references: ImageBatch /* of the target, one for each source */ }
);

export interface EvaluationProgress {
  readonly phase: 'real images' | 'translations';
  /** Images finished, of `total` in this phase. */
  readonly done: number;
  readonly total: number;
}

export interface EvaluationOptions {
  /** In the order of the domain indices. */
  readonly domains: readonly EvaluationDomain[];
  /** Decodes and resizes to S: interleaved RGB `[S, S, 3]` each. */
  readonly loadImages: (paths: readonly string[]) => Promise<readonly Uint8Array[]>;
  /** Translates with the moving-average networks: raw outputs `[images, 3, S, S]`, neither clamped nor quantised. */
  readonly translate: (request: TranslationRequest) => Promise<Float32Array>;
  readonly features: FeatureNetworks;
  readonly statistics: StatisticsStore;
  readonly draws: Draws;
  readonly modes: readonly Mode[];
  /** The paper's, FID and LPIPS, when left out. */
  readonly metrics?: readonly Metric[];
  /** Height and width S, px. */
  readonly imageSize: number;
  readonly latentDimension: number;
  readonly outputsPerSource: number;
  readonly batchSize: number;
  /** Iterations finished when the networks were taken. */
  readonly step: number;
  readonly dataSha256: string;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  readonly signal?: AbortSignal;
}

export class EvaluationError extends StarlabError {
  override readonly name = 'EvaluationError';
}

/** @throws EvaluationError naming a domain that has too few images. */
export function checkDomains({ domains, outputsPerSource }: EvaluationOptions): void {
  if (domains.length < 2 || outputsPerSource < 2) {
    throw new RangeError(
      `${domains.length} domains and ${outputsPerSource} outputs per source: both must be 2 or more`,
    );
  }
  for (const { name, train, validation } of domains) {
    if (train.length >= 2 && validation.length >= 1) continue;
    throw new EvaluationError(
      `Domain ${name} has ${train.length} training and ${validation.length} validation images; an evaluation needs at least 2 and 1.`,
      { remedy: `Put more images into train/${name} and val/${name}.` },
    );
  }
}
