// The protocol computed as the reference implementation computes it, for comparison: every translation runs all its networks,
// every pair of a source's outputs passes the perceptual network on its own (90 passes for 10 outputs), every output goes
// through a PNG file, and the real images' statistics are computed anew for every task and mode. With `rebuild` the feature
// networks are built anew, too: LPIPS's for every batch, FID's for every task, as the reference does.
import { encodePng, fromTensorLayout, loadImages, toTensorLayout } from '@starlab/data';
import type { Mode } from '@starlab/experiment';
import {
  featureStatistics,
  frechetDistance,
  type EvaluationDomain,
  type EvaluationOptions,
  type FeatureNetworks,
} from '@starlab/metrics';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReferenceTranslation } from './reference-translation.ts';

export interface ReferenceWay extends Omit<EvaluationOptions, 'features' | 'translate' | 'statistics'> {
  readonly translation: ReferenceTranslation;
  readonly openFeatures: () => Promise<FeatureNetworks>;
  readonly rebuild: boolean;
  /** Where the PNG files go; emptied. */
  readonly folder: string;
}

export interface TaskFigures {
  readonly mode: Mode;
  readonly task: string;
  readonly fid: number;
  readonly lpips: number;
}

const average = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The batches' reference pictures: the target's validation images again and again in the order of the draws. */
function* referenceBatches({ draws, batchSize }: ReferenceWay, target: string, count: number) {
  for (let pass = 0; ; pass++) {
    const order = draws.referenceOrder({ target, pass, count });
    for (let first = 0; first + batchSize <= count; first += batchSize)
      yield order.slice(first, first + batchSize);
  }
}

/** All pairs side by side, so that small batches fill the network's program as large ones do; still both pictures of each. */
async function meanOverPairs(
  networks: FeatureNetworks,
  outputs: readonly Float32Array[],
  imageSize: number,
): Promise<number> {
  const pairs = outputs.flatMap((first, i) => outputs.slice(i + 1).map((second) => [first, second] as const));
  const length = outputs[0]?.length ?? 0;
  const [firsts, seconds] = [0, 1].map((side) => {
    const all = new Float32Array(pairs.length * length);
    for (const [at, pair] of pairs.entries()) all.set(pair[side] ?? [], at * length);
    return all;
  }) as [Float32Array, Float32Array];
  return average(await networks.perceptual.meanPairwiseDistance([firsts, seconds], imageSize));
}

interface Task {
  readonly mode: Mode;
  readonly source: EvaluationDomain;
  readonly target: EvaluationDomain;
  readonly targetDomain: number;
  readonly references: Generator<number[]>;
}

/** Images from files as the networks take them. */
const tensorOf = async ({ loadImages: load, imageSize }: ReferenceWay, paths: readonly string[]) =>
  toTensorLayout(await load(paths), imageSize);

/** What guides one output of the batch of sources `[first, first + count)`. */
async function guideOf(
  way: ReferenceWay,
  { mode, source, target, references }: Task,
  { output, first, count }: { output: number; first: number; count: number },
): Promise<Float32Array> {
  if (mode === 'latent') {
    const images = Array.from({ length: count }, (_, i) => first + i);
    const { latentDimension } = way;
    return way.draws.latents({
      source: source.name,
      target: target.name,
      output,
      images,
      latentDimension,
    });
  }
  const chosen = (references.next().value as number[]).slice(0, count);
  return tensorOf(
    way,
    chosen.map((i) => target.validation[i] ?? ''),
  );
}

/** Translates the sources of a batch, one file an output. */
async function outputsOfBatch(way: ReferenceWay, task: Task, first: number) {
  const { imageSize, batchSize, folder } = way;
  const paths = task.source.validation.slice(first, first + batchSize);
  const count = paths.length;
  const images = await tensorOf(way, paths);
  const { mode, targetDomain } = task;
  const outputs: Float32Array[] = [];
  const stored: string[] = [];
  for (let output = 0; output < way.outputsPerSource; output++) {
    const guide = await guideOf(way, task, { output, first, count });
    const translated = await way.translation.translate({ mode, images, guide, targetDomain, count });
    for (const [i, image] of fromTensorLayout(translated, imageSize).entries()) {
      const path = join(folder, `${first + i}_${output}.png`);
      await writeFile(path, await encodePng(image, imageSize, imageSize));
      stored.push(path);
    }
    outputs.push(translated);
  }
  return { outputs, stored };
}

type UseNetworks = <T>(use: (networks: FeatureNetworks) => Promise<T>) => Promise<T>;

async function measureTask(way: ReferenceWay, task: Task, withNetworks: UseNetworks): Promise<TaskFigures> {
  const { imageSize, batchSize, folder } = way;
  const { mode, source, target } = task;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const batchMeans: number[] = [];
  const files: string[] = [];
  for (let first = 0; first < source.validation.length; first += batchSize) {
    const { outputs, stored } = await outputsOfBatch(way, task, first);
    files.push(...stored);
    batchMeans.push(await withNetworks((networks) => meanOverPairs(networks, outputs, imageSize)));
  }
  const fid = await withNetworks(async ({ frechet }) => {
    const statistics = async (paths: readonly string[]) =>
      featureStatistics(
        await frechet.features(await loadImages(paths, { imageSize }), imageSize),
        frechet.dimension,
      );
    return frechetDistance(await statistics(target.train), await statistics(files));
  });
  return { mode, task: `${source.name} → ${target.name}`, fid, lpips: average(batchMeans) };
}

export async function evaluateTheReferenceWay(way: ReferenceWay): Promise<TaskFigures[]> {
  const shared = await way.openFeatures();
  const withNetworks: UseNetworks = async (use) => {
    if (!way.rebuild) return use(shared);
    const networks = await way.openFeatures();
    const value = await use(networks);
    await networks.dispose();
    return value;
  };
  const figures: TaskFigures[] = [];
  for (const mode of way.modes)
    for (const [targetDomain, target] of way.domains.entries()) {
      const references = referenceBatches(way, target.name, target.validation.length);
      for (const source of way.domains) {
        if (source === target) continue;
        const task = { mode, source, target, targetDomain, references };
        figures.push(await measureTask(way, task, withNetworks));
      }
    }
  await shared.dispose();
  return figures;
}
