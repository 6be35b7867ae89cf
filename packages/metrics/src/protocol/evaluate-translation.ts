// The evaluation protocol of StarGAN v2 (Choi et al. 2020, section 4 and its code): for every ordered pair of domains, K
// outputs per validation source; LPIPS between a source's outputs, FID between all outputs and the target's training images.
// The reference shuffles the sources and here they come in order, which changes only which latent meets which image.
import {
  paperMetrics,
  type Evaluation,
  type EvaluationTask,
  type Metric,
  type Mode,
  type RealImagesFigure,
} from '@starlab/experiment';
import { toTensorLayout } from '@starlab/data/tensor-layout';
import type { FeatureNetworks } from '../features/feature-networks.ts';
import { publishedSubsets } from '../kernel/kernel-distance.ts';
import {
  checkDomains,
  EvaluationError,
  type EvaluationDomain,
  type EvaluationOptions,
  type EvaluationProgress,
  type ImageBatch,
} from './evaluation-options.ts';
import { average, measureTask } from './measurements.ts';
import { checkNetworks, networkOf, type FeatureNetwork } from './metric-networks.ts';
import { realImageFigures, type DomainImages } from './real-image-figures.ts';
import { realImages } from './real-images.ts';
import { referenceBatches } from './reference-batches.ts';

/**
 * Measures the metrics of every ordered pair of domains and their plain means, one evaluation per mode and metric.
 * Validation images are kept decoded while it runs.
 * @throws EvaluationError if a domain has too few images or an output is not finite; whatever `translate`, the networks or `signal` throw.
 */
export async function evaluateTranslation(options: EvaluationOptions): Promise<Evaluation[]> {
  checkDomains(options);
  const metrics = options.metrics ?? paperMetrics;
  checkNetworks(options.features, metrics);
  const real = await allRealImages(options, metrics);
  const context: Context = {
    ...options,
    metrics,
    real,
    realFigures: allRealFigures(options.features, metrics, real),
    validationImages: await Promise.all(
      options.domains.map(({ validation }) => options.loadImages(validation)),
    ),
    translated: progressCounter(options, 'translations', translationCount(options)),
  };
  const evaluations: Evaluation[] = [];
  for (const mode of options.modes) evaluations.push(...(await evaluateMode(context, mode)));
  return evaluations;
}

interface Context extends EvaluationOptions {
  readonly metrics: readonly Metric[];
  readonly validationImages: readonly (readonly Uint8Array[])[];
  /** By network. */
  readonly real: ReadonlyMap<FeatureNetwork, readonly DomainImages[]>;
  /** By metric: what real images reach. */
  readonly realFigures: ReadonlyMap<Metric, readonly RealImagesFigure[]>;
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

async function allRealImages(
  options: EvaluationOptions,
  metrics: readonly Metric[],
): Promise<Map<FeatureNetwork, DomainImages[]>> {
  const { domains, features, statistics: store, dataSha256, imageSize, loadImages, signal } = options;
  const networks = new Set(
    metrics.map((metric) => networkOf(features, metric)).filter((n) => n !== undefined),
  );
  const perNetwork = domains.reduce((sum, domain) => sum + domain.train.length + validationCount(domain), 0);
  const onImages = progressCounter(options, 'real images', perNetwork * networks.size);
  const shared = { store, dataSha256, imageSize, loadImages, onImages, signal };
  const all = new Map<FeatureNetwork, DomainImages[]>();
  for (const network of networks) {
    const withFeatures = network === features.frechet && metrics.includes('kid');
    const ofNetwork: DomainImages[] = [];
    for (const domain of domains) {
      const one = { ...shared, network, domain, withFeatures };
      const train = await realImages({ ...one, split: 'train' });
      const validation =
        validationCount(domain) > 0 ? await realImages({ ...one, split: 'validation' }) : undefined;
      ofNetwork.push({ name: domain.name, train, validation });
    }
    all.set(network, ofNetwork);
  }
  return all;
}

/** Validation images that are measured as real images: of a single one there are no statistics. */
const validationCount = ({ validation }: EvaluationDomain): number =>
  validation.length > 1 ? validation.length : 0;

function allRealFigures(
  features: FeatureNetworks,
  metrics: readonly Metric[],
  real: ReadonlyMap<FeatureNetwork, readonly DomainImages[]>,
): Map<Metric, RealImagesFigure[]> {
  const all = new Map<Metric, RealImagesFigure[]>();
  for (const metric of metrics) {
    const network = networkOf(features, metric);
    if (metric === 'lpips' || !network) continue;
    const figures = realImageFigures(metric, { network, domains: real.get(network) ?? [] });
    if (figures) all.set(metric, figures);
  }
  return all;
}

async function evaluateMode(context: Context, mode: Mode): Promise<Evaluation[]> {
  const tasks = new Map<Metric, EvaluationTask[]>(context.metrics.map((metric) => [metric, []]));
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
      for (const [metric, result] of results) tasks.get(metric)?.push(result);
    }
  }
  return context.metrics.map((metric) =>
    asEvaluation(context, { metric, mode, tasks: tasks.get(metric) ?? [] }),
  );
}

interface Task {
  readonly mode: Mode;
  readonly source: number;
  readonly target: number;
  /** Continues over the tasks of one target. */
  readonly references: Generator<number[]>;
}

async function evaluateTask(context: Context, task: Task): Promise<Map<Metric, EvaluationTask>> {
  const measurements = measureTask({
    ...context,
    realOf: (network) => {
      const real = context.real.get(network)?.[task.target]?.train;
      if (!real) throw new RangeError(`no real images of domain ${task.target}`);
      return real;
    },
  });
  const count = context.validationImages[task.source]?.length ?? 0;
  for (let first = 0; first < count; first += context.batchSize) {
    const size = Math.min(context.batchSize, count - first);
    const images = Array.from({ length: size }, (_, i) => first + i);
    const outputs = await translateBatch(context, task, images);
    await measurements.add(outputs);
  }
  const names = { source: nameOf(context, task.source), target: nameOf(context, task.target) };
  const results = await measurements.results();
  return new Map([...results].map(([metric, result]) => [metric, { ...names, ...result }]));
}

const nameOf = ({ domains }: Context, index: number): string => domains[index]?.name ?? '';

/** All outputs of one batch of sources: `outputsPerSource` arrays `[images, 3, S, S]`. */
async function translateBatch(
  context: Context,
  task: Task,
  images: readonly number[],
): Promise<Float32Array[]> {
  const source = imageBatch(context, task.source, images);
  const outputs: Float32Array[] = [];
  for (let output = 0; output < context.outputsPerSource; output++) {
    context.signal?.throwIfAborted();
    const guide = guidance(context, task, { output, images });
    const translated = await context.translate({ source, targetDomain: task.target, ...guide });
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

type Guidance = { mode: 'latent'; latents: Float32Array } | { mode: 'reference'; references: ImageBatch };

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
      return { mode: 'reference', references: imageBatch(context, task.target, batch) };
    }
    default:
      return task.mode satisfies never;
  }
}

function imageBatch(context: Context, domain: number, images: readonly number[]): ImageBatch {
  const pixelsOf = (index: number): Uint8Array => {
    const image = context.validationImages[domain]?.[index];
    if (!image) throw new RangeError(`no image ${index} of domain ${domain}`);
    return image;
  };
  return { domain, images, tensor: () => toTensorLayout(images.map(pixelsOf), context.imageSize) };
}

function asEvaluation(
  context: Context,
  { metric, mode, tasks }: { metric: Metric; mode: Mode; tasks: EvaluationTask[] },
): Evaluation {
  const { features, imageSize, outputsPerSource, dataSha256, batchSize, step } = context;
  const network = networkOf(features, metric) ?? features.perceptual;
  const real = context.realFigures.get(metric);
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
      protocol: protocolOf(metric, batchSize),
    },
    ...(real && { realImages: [...real] }),
  };
}

/** LPIPS depends on the batch size through its mean over batches, KID on its subsets. */
function protocolOf(metric: Metric, batchSize: number): string {
  const protocol = `stargan-v2/1, batches of ${batchSize}`;
  const { subsets, subsetSize } = publishedSubsets;
  return metric === 'kid' ? `${protocol}, ${subsets} subsets of at most ${subsetSize}` : protocol;
}
