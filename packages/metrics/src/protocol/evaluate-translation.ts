// The evaluation protocol of StarGAN v2 (Choi et al. 2020, section 4 and its code): for every ordered pair of domains, K
// outputs per validation source; LPIPS between a source's outputs, FID between all outputs and the target's training images.
// The reference shuffles the sources and here they come in order, which changes only which latent meets which image.
import { type Evaluation, type EvaluationTask, type Metric, type Mode } from '@starlab/experiment';
import { toTensorLayout } from '@starlab/data/tensor-layout';
import type { FeatureStatistics } from '../frechet/feature-statistics.ts';
import {
  checkDomains,
  EvaluationError,
  type EvaluationOptions,
  type EvaluationProgress,
} from './evaluation-options.ts';
import { average, fidMeasurement, lpipsMeasurement, type Measurement } from './measurements.ts';
import { realStatistics } from './real-statistics.ts';
import { referenceBatches } from './reference-batches.ts';

/**
 * Measures FID and LPIPS of every ordered pair of domains and their plain means, one evaluation per mode and metric.
 * Validation images are kept decoded while it runs.
 * @throws EvaluationError if a domain has too few images or an output is not finite; whatever `translate`, the networks or `signal` throw.
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
      for (const [metric, result] of results) tasks[metric].push(result);
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

async function evaluateTask(context: Context, task: Task): Promise<Map<Metric, EvaluationTask>> {
  const measurements = context.metrics.map(
    (metric) => [metric, measurementOf(context, task, metric)] as const,
  );
  const count = context.validationImages[task.source]?.length ?? 0;
  for (let first = 0; first < count; first += context.batchSize) {
    const size = Math.min(context.batchSize, count - first);
    const images = Array.from({ length: size }, (_, i) => first + i);
    const outputs = await translateBatch(context, task, images);
    for (const [, measurement] of measurements) await measurement.add(outputs);
  }
  const names = { source: nameOf(context, task.source), target: nameOf(context, task.target) };
  return new Map(
    measurements.map(([metric, measurement]) => [metric, { ...names, ...measurement.result() }]),
  );
}

function measurementOf({ features, imageSize, real }: Context, task: Task, metric: Metric): Measurement {
  switch (metric) {
    case 'fid': {
      const realOfTarget = real[task.target];
      if (!realOfTarget) throw new RangeError(`no statistics of domain ${task.target}`);
      return fidMeasurement(features.frechet, realOfTarget, imageSize);
    }
    case 'lpips':
      return lpipsMeasurement(features.perceptual, imageSize);
    default:
      return metric satisfies never;
  }
}

const nameOf = ({ domains }: Context, index: number): string => domains[index]?.name ?? '';

/** All outputs of one batch of sources: `outputsPerSource` arrays `[images, 3, S, S]`. */
async function translateBatch(
  context: Context,
  task: Task,
  images: readonly number[],
): Promise<Float32Array[]> {
  const sources = {
    images: toTensorLayout(pick(context.validationImages[task.source], images), context.imageSize),
    count: images.length,
    targetDomain: task.target,
  };
  const outputs: Float32Array[] = [];
  for (let output = 0; output < context.outputsPerSource; output++) {
    context.signal?.throwIfAborted();
    const translated = await context.translate({
      ...sources,
      ...guidance(context, task, { output, images }),
    });
    checkFinite(translated, context, task);
    outputs.push(translated);
    context.translated(images.length);
  }
  return outputs;
}

// Quantising would make black images of NaN, and a figure of those.
function checkFinite(translated: Float32Array, context: Context, task: Task): void {
  if (translated.every(Number.isFinite)) return;
  throw new EvaluationError(
    `Translating ${nameOf(context, task.source)} to ${nameOf(context, task.target)} gave values that are not finite.`,
    { remedy: 'The generator diverged. Evaluate an earlier checkpoint.' },
  );
}

type Guidance = { mode: 'latent'; latents: Float32Array } | { mode: 'reference'; references: Float32Array };

function guidance(
  context: Context,
  task: Task,
  draw: { output: number; images: readonly number[] },
): Guidance {
  switch (task.mode) {
    case 'latent': {
      const { latentDimension } = context;
      const names = { source: nameOf(context, task.source), target: nameOf(context, task.target) };
      return { mode: 'latent', latents: context.draws.latents({ ...names, latentDimension, ...draw }) };
    }
    case 'reference': {
      const batch = (task.references.next().value as number[]).slice(0, draw.images.length);
      return {
        mode: 'reference',
        references: toTensorLayout(pick(context.validationImages[task.target], batch), context.imageSize),
      };
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
