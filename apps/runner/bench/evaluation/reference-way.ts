// The protocol computed as the reference implementation computes it, for comparison: every pair of a source's outputs passes
// the perceptual network on its own (90 passes for 10 outputs), every output goes through a PNG file, and the real images'
// statistics are computed anew for every task and mode. With `rebuild` the networks are built anew, too: LPIPS's for every
// batch, FID's for every task, as the reference does.
import { encodePng, fromTensorLayout, loadImages, toTensorLayout } from '@starlab/data';
import type { Mode } from '@starlab/experiment';
import {
  featureStatistics,
  frechetDistance,
  type EvaluationOptions,
  type FeatureNetworks,
} from '@starlab/metrics';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ReferenceWay extends Omit<EvaluationOptions, 'features'> {
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

export async function evaluateTheReferenceWay(way: ReferenceWay): Promise<TaskFigures[]> {
  const { domains, imageSize, batchSize, outputsPerSource, latentDimension, modes } = way;
  const figures: TaskFigures[] = [];
  const shared = await way.openFeatures();
  const networksFor = async (use: (networks: FeatureNetworks) => Promise<number>): Promise<number> => {
    if (!way.rebuild) return use(shared);
    const networks = await way.openFeatures();
    const value = await use(networks);
    await networks.dispose();
    return value;
  };

  for (const mode of modes)
    for (const [targetDomain, target] of domains.entries()) {
      const references = referenceBatches(way, target.name, target.validation.length);
      for (const source of domains) {
        if (source === target) continue;
        await rm(way.folder, { recursive: true, force: true });
        await mkdir(way.folder, { recursive: true });
        const batchMeans: number[] = [];
        const stored: string[] = [];
        for (let first = 0; first < source.validation.length; first += batchSize) {
          const paths = source.validation.slice(first, first + batchSize);
          const images = toTensorLayout(await way.loadImages(paths), imageSize);
          const request = { images, count: paths.length, targetDomain };
          const outputs: Float32Array[] = [];
          for (let output = 0; output < outputsPerSource; output++) {
            if (mode === 'latent') {
              const draw = { source: source.name, target: target.name, output, latentDimension };
              const indices = paths.map((_, i) => first + i);
              const latents = way.draws.latents({ ...draw, images: indices });
              outputs.push(await way.translate({ ...request, mode, latents }));
            } else {
              const chosen = (references.next().value ?? []).slice(0, paths.length);
              const pictures = await way.loadImages(chosen.map((i) => target.validation[i] ?? ''));
              outputs.push(
                await way.translate({ ...request, mode, references: toTensorLayout(pictures, imageSize) }),
              );
            }
            for (const [i, image] of fromTensorLayout(
              outputs.at(-1) ?? new Float32Array(),
              imageSize,
            ).entries()) {
              const path = join(way.folder, `${first + i}_${output}.png`);
              await writeFile(path, await encodePng(image, imageSize, imageSize));
              stored.push(path);
            }
          }
          batchMeans.push(await networksFor((networks) => meanOverPairs(networks, outputs, imageSize)));
        }
        const fid = await networksFor(async ({ frechet }) => {
          const statistics = async (paths: readonly string[]) =>
            featureStatistics(
              await frechet.features(await loadImages(paths, { imageSize }), imageSize),
              frechet.dimension,
            );
          return frechetDistance(await statistics(target.train), await statistics(stored));
        });
        figures.push({ mode, task: `${source.name} → ${target.name}`, fid, lpips: average(batchMeans) });
      }
    }
  await shared.dispose();
  return figures;
}
