// Engine thread that measures a checkpoint: generation and feature networks on the device, the protocol from metrics.
import { paperMetrics, type Evaluation, type Metric } from '@starlab/experiment';
import { loadImages, openImageFolder, restrictedTo, type ImageFolder } from '@starlab/data';
import type { Device } from '@starlab/engine';
import {
  evaluateTranslation,
  openDemoNetworks,
  openImageNetNetworks,
  seededDraws,
  type EvaluationOptions,
  type FeatureNetworks,
} from '@starlab/metrics';
import { architectureOf, decodeSafetensors, type HostTensor } from '@starlab/models';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNetworks } from '../sampling/read-networks.ts';
import { openTranslator, type Translator } from '../sampling/translator.ts';
import { openChosenDevice } from '../threads/chosen-device.ts';
import type { EvaluationJob } from '../threads/messages.ts';
import { incomingBatches, jobOf, runThread, say } from '../threads/thread-side.ts';
import { heatMapNetworkFor } from '../weights/heat-map-network.ts';
import { imagenetWeightFiles, pytorchFidWeightFile } from './choose-features.ts';
import { sharedTranslation } from './shared-translation.ts';
import { statisticsFiles } from './statistics-files.ts';

/** Draws of the protocol are the same for every run, so that runs differ by their networks alone. */
const EVALUATION_SEED = 777;

async function openFeatures(device: Device, job: EvaluationJob): Promise<FeatureNetworks> {
  if (job.features === 'demo') return openDemoNetworks(device);
  const read = (name: string): Record<string, HostTensor> =>
    decodeSafetensors(readFileSync(join(job.weightsFolder, name))).tensors;
  return openImageNetNetworks({
    compiler: device,
    weights: {
      inception: read(imagenetWeightFiles.inception),
      alexNet: read(imagenetWeightFiles.alexnet),
      lpips: read(imagenetWeightFiles.lpips),
      ...(job.metrics?.includes('fid-pytorch') &&
        existsSync(join(job.weightsFolder, pytorchFidWeightFile)) && {
          pytorchFidInception: read(pytorchFidWeightFile),
        }),
    },
  });
}

/** AlexNet's last pooling vanishes below 64 px, so LPIPS with it does not exist there; FID does. */
const LPIPS_MINIMUM_SIZE = 64;

/** LPIPS is the distance between a source's outputs: where nothing guides them, there is one. */
function metricsFor(job: EvaluationJob, { guides }: Translator): readonly Metric[] {
  if (job.metrics) return job.metrics;
  const isTooSmall = job.features === 'imagenet' && job.config.imageSize < LPIPS_MINIMUM_SIZE;
  const hasOneOutput = Object.values(guides).every((guide) => guide === 'none');
  return isTooSmall || hasOneOutput ? ['fid'] : paperMetrics;
}

const evaluationDomains = (folder: ImageFolder) =>
  folder.domains.map((name) => ({
    name,
    train: folder.train[name] ?? [],
    validation: folder.val[name] ?? [],
  }));

/** Undefined when the signal ended it: figures of a part of the images are none. */
async function unlessStopped(
  signal: AbortSignal,
  options: EvaluationOptions,
): Promise<Evaluation[] | undefined> {
  try {
    return await evaluateTranslation({ ...options, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

await runThread(async () => {
  const job = jobOf('evaluation');
  const { stop: signal } = incomingBatches();
  const { config, domains } = job;
  const { iteration, weights } = await readNetworks(job.networks, { config, domains });
  const folder = restrictedTo(await openImageFolder(job.dataRoot), domains);
  const device = await openChosenDevice(job.device);
  const architecture = architectureOf(config, domains.length);
  const translator = await openTranslator(device, {
    architecture,
    batchSize: config.evaluationBatchSize,
    weights,
    latentDimension: config.latentDimension,
    fixedWeights: true,
    heatMapNetwork: await heatMapNetworkFor(config, job.weightsFolder),
  });
  const features = await openFeatures(device, job);
  const evaluations = await unlessStopped(signal, {
    domains: evaluationDomains(folder),
    loadImages: (paths) => loadImages(paths, { imageSize: config.imageSize }),
    translate: sharedTranslation({ translator }),
    features,
    statistics: statisticsFiles(job.cacheFolder),
    draws: seededDraws(EVALUATION_SEED),
    modes: job.modes.filter((mode) => translator.guides[mode]),
    metrics: metricsFor(job, translator),
    imageSize: config.imageSize,
    latentDimension: config.latentDimension,
    outputsPerSource: config.outputsPerSource,
    batchSize: config.evaluationBatchSize,
    step: iteration,
    dataSha256: job.dataSha256,
    onProgress: ({ phase, done, total }) => {
      say({ type: 'phase', phase, done, total });
    },
  });
  if (evaluations) say({ type: 'evaluations', evaluations });
  await translator.dispose();
  await features.dispose();
  return { type: 'done', outcome: evaluations ? 'finished' : 'stopped', iteration };
});
