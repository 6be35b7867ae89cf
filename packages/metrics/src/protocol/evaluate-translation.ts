// The evaluation protocol of StarGAN v2 (Choi et al. 2020, section 4 and its code): for every ordered pair of domains, K
// outputs per validation source; LPIPS between a source's outputs, FID between all outputs and the target's training images.
// The reference shuffles the sources and here they come in order, which changes only which latent meets which image.
import {
  StarlabError,
  type Evaluation,
  type EvaluationTask,
  type Metric,
  type Mode,
} from '@starlab/experiment';
import { joined } from '../features/batched-function.ts';
import type { FeatureNetworks } from '../features/feature-networks.ts';
import { featureStatistics, type FeatureStatistics } from '../frechet/feature-statistics.ts';
import { frechetDistance } from '../frechet/frechet-distance.ts';
import type { Draws } from './draws.ts';
import { toFloat, toImages } from './pixels.ts';
import { realStatistics, type StatisticsStore } from './real-statistics.ts';
import { referenceBatches } from './reference-batches.ts';

export interface EvaluationDomain {
  readonly name: string;
  /** Paths in sorted order. */
  readonly train: readonly string[];
  readonly validation: readonly string[];
}

interface TranslationSources {
  /** `[count, 3, S, S]` in [−1, 1]. */
  readonly images: Float32Array;
  /** At most the batch size; the last batch of a domain may be shorter. */
  readonly count: number;
  /** Index into the domains. */
  readonly targetDomain: number;
}

export type TranslationRequest = TranslationSources &
  (
    | { readonly mode: 'latent'; readonly latents: Float32Array /* [count, latentDimension] */ }
    | { readonly mode: 'reference'; readonly references: Float32Array /* [count, 3, S, S] of the target */ }
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
  /** Translates with the moving-average networks: raw outputs `[count, 3, S, S]`, neither clamped nor quantised. */
  readonly translate: (request: TranslationRequest) => Promise<Float32Array>;
  readonly features: FeatureNetworks;
  readonly statistics: StatisticsStore;
  readonly draws: Draws;
  readonly modes: readonly Mode[];
  /** Both when left out. */
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

/**
 * Measures FID and LPIPS of every ordered pair of domains and their plain means, one evaluation per mode and metric.
 * Validation images are kept decoded while it runs.
 * @throws EvaluationError if a domain has too few images; whatever `translate`, the networks or `signal` throw.
 */
export async function evaluateTranslation(options: EvaluationOptions): Promise<Evaluation[]> {
  checkDomains(options);
  const metrics = options.metrics ?? (['fid', 'lpips'] as const);
  const context: Context = {
    ...options,
    metrics,
    validationImages: await Promise.all(
      options.domains.map(({ validation }) => options.loadImages(validation)),
    ),
    real: metrics.includes('fid') ? await allRealStatistics(options) : [],
    translated: progressCounter(options, 'translations', translationCount(options)),
  };
  const evaluations: Evaluation[] = [];
  for (const mode of options.modes) evaluations.push(...(await evaluateMode(context, mode)));
  return evaluations;
}

interface Context extends EvaluationOptions {
  readonly metrics: readonly Metric[];
  readonly validationImages: readonly (readonly Uint8Array[])[];
  readonly real: readonly FeatureStatistics[];
  /** Says that so many more translations are done. */
  readonly translated: (count: number) => void;
}

function checkDomains({ domains, outputsPerSource }: EvaluationOptions): void {
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

function progressCounter(
  { onProgress }: EvaluationOptions,
  phase: EvaluationProgress['phase'],
  total: number,
): (count: number) => void {
  let done = 0;
  return (count) => {
    done += count;
    onProgress?.({ phase, done, total });
  };
}

function translationCount({ domains, modes, outputsPerSource }: EvaluationOptions): number {
  const sources = domains.reduce((sum, { validation }) => sum + validation.length, 0);
  return sources * (domains.length - 1) * outputsPerSource * modes.length;
}

async function allRealStatistics(options: EvaluationOptions): Promise<FeatureStatistics[]> {
  const { domains, features, statistics: store, dataSha256, imageSize, loadImages, signal } = options;
  const total = domains.reduce((sum, { train }) => sum + train.length, 0);
  const onImages = progressCounter(options, 'real images', total);
  const all: FeatureStatistics[] = [];
  for (const domain of domains) {
    const network = features.frechet;
    all.push(
      await realStatistics({ store, network, domain, dataSha256, imageSize, loadImages, onImages, signal }),
    );
  }
  return all;
}

async function evaluateMode(context: Context, mode: Mode): Promise<Evaluation[]> {
  const tasks: Record<Metric, EvaluationTask[]> = { fid: [], lpips: [] };
  for (const [target, domain] of context.domains.entries()) {
    const references = referenceBatches({
      target: domain.name,
      count: domain.validation.length,
      batchSize: context.batchSize,
      draws: context.draws,
    });
    for (const source of context.domains.keys()) {
      if (source === target) continue;
      const results = await evaluateTask(context, { mode, source, target, references });
      for (const metric of context.metrics) tasks[metric].push(results[metric]);
    }
  }
  return context.metrics.map((metric) => asEvaluation(context, { metric, mode, tasks: tasks[metric] }));
}

interface Task {
  readonly mode: Mode;
  readonly source: number;
  readonly target: number;
  /** Continues over the tasks of one target. */
  readonly references: Generator<number[]>;
}

async function evaluateTask(context: Context, task: Task): Promise<Record<Metric, EvaluationTask>> {
  const { batchSize, outputsPerSource, features, imageSize, metrics } = context;
  const count = context.validationImages[task.source]?.length ?? 0;
  const batchDistances: number[] = [];
  const outputFeatures: Float32Array[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const images = Array.from({ length: Math.min(batchSize, count - first) }, (_, i) => first + i);
    const outputs = await translateBatch(context, task, images);
    if (metrics.includes('lpips')) {
      batchDistances.push(average(await features.perceptual.meanPairwiseDistance(outputs, imageSize)));
    }
    if (metrics.includes('fid')) {
      const stored = outputs.flatMap((output) => toImages(output, imageSize));
      outputFeatures.push(await features.frechet.features(stored, imageSize));
    }
  }
  const pairs = (outputsPerSource * (outputsPerSource - 1)) / 2;
  return {
    fid: asTask(context, task, {
      value: distanceToReal(context, task, outputFeatures),
      samples: count * outputsPerSource,
    }),
    // A plain mean over batches: a short last batch weighs like the others, as in the reference.
    lpips: asTask(context, task, { value: average(batchDistances), samples: count * pairs }),
  };
}

/** All outputs of one batch of sources: `outputsPerSource` arrays `[images, 3, S, S]`. */
async function translateBatch(
  context: Context,
  task: Task,
  images: readonly number[],
): Promise<Float32Array[]> {
  const sources = {
    images: toFloat(pick(context.validationImages[task.source], images)),
    count: images.length,
    targetDomain: task.target,
  };
  const outputs: Float32Array[] = [];
  for (let output = 0; output < context.outputsPerSource; output++) {
    context.signal?.throwIfAborted();
    outputs.push(await context.translate({ ...sources, ...guidance(context, task, { output, images }) }));
    context.translated(images.length);
  }
  return outputs;
}

type Guidance = { mode: 'latent'; latents: Float32Array } | { mode: 'reference'; references: Float32Array };

function guidance(
  context: Context,
  task: Task,
  draw: { output: number; images: readonly number[] },
): Guidance {
  switch (task.mode) {
    case 'latent': {
      const source = context.domains[task.source]?.name ?? '';
      const target = context.domains[task.target]?.name ?? '';
      const { latentDimension } = context;
      return { mode: 'latent', latents: context.draws.latents({ source, target, latentDimension, ...draw }) };
    }
    case 'reference': {
      const batch = (task.references.next().value as number[]).slice(0, draw.images.length);
      return { mode: 'reference', references: toFloat(pick(context.validationImages[task.target], batch)) };
    }
    default:
      return task.mode satisfies never;
  }
}

function pick(images: readonly Uint8Array[] | undefined, indices: readonly number[]): Uint8Array[] {
  return indices.map((index) => {
    const image = images?.[index];
    if (!image) throw new RangeError(`no image ${index}`);
    return image;
  });
}

function distanceToReal(context: Context, task: Task, outputFeatures: readonly Float32Array[]): number {
  const real = context.real[task.target];
  if (!real) return Number.NaN;
  return frechetDistance(real, featureStatistics(joined(outputFeatures), real.dimension));
}

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function asTask(context: Context, task: Task, figures: { value: number; samples: number }): EvaluationTask {
  const name = (index: number): string => context.domains[index]?.name ?? '';
  return { source: name(task.source), target: name(task.target), ...figures };
}

function asEvaluation(
  context: Context,
  { metric, mode, tasks }: { metric: Metric; mode: Mode; tasks: EvaluationTask[] },
): Evaluation {
  const { features, imageSize, outputsPerSource, dataSha256, batchSize, step } = context;
  const network = metric === 'fid' ? features.frechet : features.perceptual;
  return {
    metric,
    mode,
    step,
    mean: average(tasks.map(({ value }) => value)),
    tasks,
    fingerprint: {
      metric,
      featureSet: features.featureSet,
      network: network.name,
      weightsSha256: network.weightsSha256,
      resize: network.resize,
      imageSize,
      outputsPerSource,
      dataSha256,
      // LPIPS depends on the batch size through its mean over batches.
      protocol: `stargan-v2/1, batches of ${batchSize}`,
    },
  };
}
