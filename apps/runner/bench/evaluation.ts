// Measures the evaluation protocol on the demo data set: images per second of its parts, the whole, and the whole again as the
// reference implementation computes it; prints JSON. The networks are untrained: that changes no time.
//   npm run bench:eval -- [--train 400] [--val 64] [--batch 32] [--features demo|imagenet] [--rebuild] [--threads T]
// The full demo set has 400 training and 64 validation images a domain. Smaller --train and --val of the same ratio, with a
// --batch smaller by the same factor, make a subset in which all parts but the building of networks keep their shares.
import { loadImages, openImageFolder, renderDemoData } from '@starlab/data';
import { openDevice } from '@starlab/engine';
import { modeSchema, resolveConfig } from '@starlab/experiment';
import {
  alexNetShapes,
  evaluateTranslation,
  inceptionV3Shapes,
  memoryStatisticsStore,
  openDemoNetworks,
  openImageNetNetworks,
  seededDraws,
  type FeatureNetworks,
  type TranslationRequest,
} from '@starlab/metrics';
import { architectureOf, initialise } from '@starlab/models';
import { sym } from '@starlab/testing/golden';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formulaTensors } from '../src/parity/formula.ts';
import { openTranslator } from '../src/sampling/translator.ts';
import { evaluateTheReferenceWay } from './evaluation/reference-way.ts';

const { values } = parseArgs({
  options: {
    'image-size': { type: 'string', default: '64' },
    width: { type: 'string', default: '32' },
    train: { type: 'string', default: '400' },
    val: { type: 'string', default: '64' },
    batch: { type: 'string', default: '32' },
    features: { type: 'string', default: 'demo' },
    rebuild: { type: 'boolean', default: false },
    threads: { type: 'string', default: '' },
  },
});

const imageSize = Number(values['image-size']);
const config = resolveConfig({
  imageSize,
  baseWidth: Number(values.width),
  maxWidth: 8 * Number(values.width),
  evaluationBatchSize: Number(values.batch),
});
const folder = mkdtempSync(join(tmpdir(), 'starlab-bench-evaluation-'));
const data = join(folder, 'data');
const [trainPerDomain, valPerDomain] = [Number(values.train), Number(values.val)];
await renderDemoData({ directory: data, trainPerDomain, valPerDomain, imageSize });
const pictures = await openImageFolder(data);
const device = await openDevice('cpu', values.threads ? { threads: Number(values.threads) } : {});

interface Part {
  seconds: number;
  /** Of all threads of this process: what to compare by on a busy machine. */
  cpuSeconds: number;
  images: number;
}
const nothing = (): Part => ({ seconds: 0, cpuSeconds: 0, images: 0 });
const parts = { generation: nothing(), features: nothing(), lpips: nothing() };

function stopwatch(): () => { seconds: number; cpuSeconds: number } {
  const cpu = process.cpuUsage();
  const started = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

async function timed<T>(name: keyof typeof parts, images: number, work: () => Promise<T>): Promise<T> {
  const read = stopwatch();
  const result = await work();
  const { seconds, cpuSeconds } = read();
  const part = parts[name];
  part.seconds += seconds;
  part.cpuSeconds += cpuSeconds;
  part.images += images;
  return result;
}

const linear = Object.fromEntries(
  [64, 192, 384, 256, 256].map((channels, layer) => [
    `lpips_weights.${layer}.main.1.weight`,
    { shape: [1, channels, 1, 1], data: sym(`linear${layer}`, [channels], 0.1).map(Math.abs) },
  ]),
);

async function openFeatures(): Promise<FeatureNetworks> {
  const networks =
    values.features === 'demo'
      ? await openDemoNetworks(device)
      : openImageNetNetworks({
          compiler: device,
          weights: {
            inception: formulaTensors('inception_v3', inceptionV3Shapes),
            alexNet: formulaTensors('alexnet', alexNetShapes),
            lpips: linear,
          },
        });
  const { frechet, perceptual } = networks;
  return {
    ...networks,
    frechet: {
      ...frechet,
      features: (images, size) => timed('features', images.length, () => frechet.features(images, size)),
    },
    perceptual: {
      ...perceptual,
      meanPairwiseDistance: (outputs, size) =>
        timed('lpips', (outputs.length * (outputs[0]?.length ?? 0)) / (3 * size * size), () =>
          perceptual.meanPairwiseDistance(outputs, size),
        ),
    },
  };
}

const architecture = architectureOf(config, pictures.domains.length);
const weights = Object.fromEntries(
  Object.entries(initialise(architecture, config.seed)).flatMap(([network, tensors]) =>
    Object.entries(tensors).map(([name, tensor]) => [`${network}/${name}`, tensor.data]),
  ),
);
const batchSize = config.evaluationBatchSize;
const translator = await openTranslator(device, {
  architecture,
  batchSize,
  weights,
  latentDimension: config.latentDimension,
});

const shared = {
  domains: pictures.domains.map((name) => ({
    name,
    train: pictures.train[name] ?? [],
    validation: pictures.val[name] ?? [],
  })),
  loadImages: (paths: readonly string[]) => loadImages(paths, { imageSize }),
  translate: (request: TranslationRequest) =>
    timed('generation', request.count, () => {
      const domains = new Int32Array(request.count).fill(request.targetDomain);
      const { images } = request;
      return request.mode === 'latent'
        ? translator.withLatents({ images, domains, latents: request.latents })
        : translator.withReferences({ images, domains, references: request.references });
    }),
  statistics: memoryStatisticsStore(),
  draws: seededDraws(config.seed),
  modes: modeSchema.options,
  imageSize,
  latentDimension: config.latentDimension,
  outputsPerSource: config.outputsPerSource,
  batchSize,
  step: 0,
  dataSha256: '0'.repeat(64),
};

/** What `work` took, whole, by part and without generation, which both ways have in common; and what it gave. */
async function measured<T>(work: () => Promise<T>) {
  for (const part of Object.values(parts)) Object.assign(part, nothing());
  const read = stopwatch();
  const result = await work();
  const whole = read();
  const { generation } = parts;
  const withoutGeneration = {
    seconds: whole.seconds - generation.seconds,
    cpuSeconds: whole.cpuSeconds - generation.cpuSeconds,
  };
  const byPart = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      {
        ...part,
        imagesPerSecond: part.images / part.seconds,
        imagesPerCpuSecond: part.images / part.cpuSeconds,
      },
    ]),
  );
  return { result, figures: { whole, withoutGeneration, parts: byPart } };
}

const ours = await measured(async () => {
  const features = await openFeatures();
  const evaluations = await evaluateTranslation({ ...shared, features });
  await features.dispose();
  return evaluations;
});
const reference = await measured(() =>
  evaluateTheReferenceWay({
    ...shared,
    openFeatures,
    rebuild: values.rebuild,
    folder: join(folder, 'fakes'),
  }),
);
await translator.dispose();
rmSync(folder, { recursive: true });

const worst = { fid: 0, lpips: 0 };
for (const { metric, mode, tasks } of ours.result)
  for (const { source, target, value } of tasks) {
    const theirs = reference.result.find((one) => one.mode === mode && one.task === `${source} → ${target}`);
    if (metric === 'fid' || metric === 'lpips')
      worst[metric] = Math.max(
        worst[metric],
        Math.abs(value - (theirs?.[metric] ?? Number.NaN)) / Math.abs(value),
      );
  }

function ratios(of: 'whole' | 'withoutGeneration') {
  const [our, their] = [ours.figures[of], reference.figures[of]];
  return { seconds: their.seconds / our.seconds, cpuSeconds: their.cpuSeconds / our.cpuSeconds };
}

console.log(
  JSON.stringify(
    {
      setting: {
        ...values,
        domains: pictures.domains.length,
        outputsPerSource: config.outputsPerSource,
        loadAverage: loadavg()[0],
      },
      ours: ours.figures,
      reference: reference.figures,
      timesFaster: ratios('whole'),
      timesFasterWithoutGeneration: ratios('withoutGeneration'),
      worstRelativeDifference: worst,
    },
    null,
    2,
  ),
);
