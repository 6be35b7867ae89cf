// Measures the evaluation protocol on the demo data set: images per second of its parts, the whole, and the whole again as the
// reference implementation computes it; prints JSON. The networks are untrained: that changes no time.
//   npm run bench:eval -- [--train 400] [--val 64] [--batch 32] [--features demo|imagenet] [--way both|ours|reference]
//                         [--rebuild] [--threads T] [--image-size 64] [--width 32]
// The full demo set has 400 training and 64 validation images a domain. Smaller --train and --val of the same ratio, with a
// --batch smaller by the same factor, make a subset in which all parts but the building of networks keep their shares.
// `--features imagenet` has networks of Inception-v3's and AlexNet's sizes with weights by a formula.
import { loadImages, openImageFolder, renderDemoData } from '@starlab/data';
import { openDevice, type Device } from '@starlab/engine';
import { modeSchema, resolveConfig, type Evaluation } from '@starlab/experiment';
import {
  alexNetShapes,
  evaluateTranslation,
  inceptionV3Shapes,
  memoryStatisticsStore,
  openDemoNetworks,
  openImageNetNetworks,
  seededDraws,
  type FeatureNetworks,
} from '@starlab/metrics';
import { architectureOf, initialise } from '@starlab/models';
import { sym } from '@starlab/testing/golden';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sharedTranslation } from '../src/evaluation/shared-translation.ts';
import { formulaTensors } from '../src/parity/formula.ts';
import { openTranslator } from '../src/sampling/translator.ts';
import { openReferenceTranslation } from './evaluation/reference-translation.ts';
import { evaluateTheReferenceWay, type TaskFigures } from './evaluation/reference-way.ts';
import { Parts, stopwatch, type Duration, type PartFigures } from './evaluation/stopwatch.ts';

const { values } = parseArgs({
  options: {
    'image-size': { type: 'string', default: '64' },
    width: { type: 'string', default: '32' },
    train: { type: 'string', default: '400' },
    val: { type: 'string', default: '64' },
    batch: { type: 'string', default: '32' },
    features: { type: 'string', default: 'demo' },
    way: { type: 'string', default: 'both' },
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
const { latentDimension, outputsPerSource, evaluationBatchSize: batchSize } = config;
const folder = mkdtempSync(join(tmpdir(), 'starlab-bench-evaluation-'));
const data = join(folder, 'data');
const [trainPerDomain, valPerDomain] = [Number(values.train), Number(values.val)];
await renderDemoData({ directory: data, trainPerDomain, valPerDomain, imageSize });
const pictures = await openImageFolder(data);
const architecture = architectureOf(config, pictures.domains.length);
const weights = Object.fromEntries(
  Object.entries(initialise(architecture, config.seed)).flatMap(([network, tensors]) =>
    Object.entries(tensors).map(([name, tensor]) => [`${network}/${name}`, tensor.data]),
  ),
);

const linear = Object.fromEntries(
  [64, 192, 384, 256, 256].map((channels, layer) => [
    `lpips_weights.${layer}.main.1.weight`,
    { shape: [1, channels, 1, 1], data: sym(`linear${layer}`, [channels], 0.1).map(Math.abs) },
  ]),
);
const imageNetWeights = () => ({
  inception: formulaTensors('inception_v3', inceptionV3Shapes),
  alexNet: formulaTensors('alexnet', alexNetShapes),
  lpips: linear,
});
const givenWeights = values.features === 'demo' ? undefined : imageNetWeights();

type PartName = 'building networks' | 'generation' | 'features' | 'lpips';

/** The feature networks, their time counted. */
async function openFeatures(compiler: Device, parts: Parts<PartName>): Promise<FeatureNetworks> {
  const networks = givenWeights
    ? openImageNetNetworks({ compiler, weights: givenWeights })
    : await openDemoNetworks(compiler);
  const { frechet, perceptual } = networks;
  return {
    ...networks,
    frechet: {
      ...frechet,
      features: (images, size) =>
        parts.timed('features', images.length, () => frechet.features(images, size)),
    },
    perceptual: {
      ...perceptual,
      meanPairwiseDistance: (outputs, size) =>
        parts.timed('lpips', (outputs.length * (outputs[0]?.length ?? 0)) / (3 * size * size), () =>
          perceptual.meanPairwiseDistance(outputs, size),
        ),
    },
  };
}

const openedDevice = (rewrites: boolean): Promise<Device> =>
  openDevice('cpu', { rewrites, ...(values.threads && { threads: Number(values.threads) }) });

const shared = {
  domains: pictures.domains.map((name) => ({
    name,
    train: pictures.train[name] ?? [],
    validation: pictures.val[name] ?? [],
  })),
  loadImages: (paths: readonly string[]) => loadImages(paths, { imageSize }),
  draws: seededDraws(config.seed),
  modes: modeSchema.options,
  imageSize,
  latentDimension,
  outputsPerSource,
  batchSize,
  step: 0,
  dataSha256: '0'.repeat(64),
};
const translating = { architecture, weights, batchSize, latentDimension };

async function ours(parts: Parts<PartName>, statistics: typeof store): Promise<Evaluation[]> {
  const device = await openedDevice(true);
  const translator = await parts.timed('building networks', 0, () =>
    openTranslator(device, { ...translating, fixedWeights: true }),
  );
  const features = await openFeatures(device, parts);
  const translate = sharedTranslation({ translator });
  const evaluations = await evaluateTranslation({
    ...shared,
    features,
    statistics,
    translate: (request) => parts.timed('generation', request.source.images.length, () => translate(request)),
  });
  await translator.dispose();
  await features.dispose();
  return evaluations;
}

async function theirs(parts: Parts<PartName>): Promise<TaskFigures[]> {
  const device = await openedDevice(false);
  const translation = await parts.timed('building networks', 0, () =>
    openReferenceTranslation(device, translating),
  );
  const figures = await evaluateTheReferenceWay({
    ...shared,
    translation: {
      ...translation,
      translate: (request) => parts.timed('generation', request.count, () => translation.translate(request)),
    },
    openFeatures: () => openFeatures(device, parts),
    rebuild: values.rebuild,
    folder: join(folder, 'fakes'),
  });
  await translation.dispose();
  return figures;
}

interface Measured<T> {
  readonly result: T;
  readonly figures: { readonly whole: Duration; readonly parts: Record<string, PartFigures> };
}

async function measured<T>(work: (parts: Parts<PartName>) => Promise<T>): Promise<Measured<T>> {
  const parts = new Parts<PartName>();
  const read = stopwatch();
  const result = await work(parts);
  return { result, figures: { whole: read(), parts: parts.figures() } };
}

function worstDifference(evaluations: readonly Evaluation[], reference: readonly TaskFigures[]) {
  const worst = { fid: 0, lpips: 0 };
  for (const { metric, mode, tasks } of evaluations)
    for (const { source, target, value } of tasks) {
      if (metric !== 'fid' && metric !== 'lpips') continue;
      const other = reference.find((one) => one.mode === mode && one.task === `${source} → ${target}`);
      const difference = Math.abs(value - (other?.[metric] ?? Number.NaN)) / Math.abs(value);
      worst[metric] = Math.max(worst[metric], difference);
    }
  return worst;
}

const ratio = (their: Duration, our: Duration): Duration => ({
  seconds: their.seconds / our.seconds,
  cpuSeconds: their.cpuSeconds / our.cpuSeconds,
});

const store = memoryStatisticsStore();
const our = values.way === 'reference' ? undefined : await measured((parts) => ours(parts, store));
// Real images are known to an evaluation that is not the data set's first.
const again = our && (await measured((parts) => ours(parts, store)));
const their = values.way === 'ours' ? undefined : await measured(theirs);
rmSync(folder, { recursive: true });

console.log(
  JSON.stringify(
    {
      setting: { ...values, domains: pictures.domains.length, outputsPerSource, loadAverage: loadavg()[0] },
      ours: our?.figures,
      oursWithRealImagesKnown: again?.figures,
      reference: their?.figures,
      ...(our &&
        again &&
        their && {
          timesFaster: ratio(their.figures.whole, our.figures.whole),
          timesFasterWithRealImagesKnown: ratio(their.figures.whole, again.figures.whole),
          worstRelativeDifference: worstDifference(our.result, their.result),
        }),
    },
    null,
    2,
  ),
);
