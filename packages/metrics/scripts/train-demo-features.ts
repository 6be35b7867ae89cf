// Trains the demo feature network and writes its weights: `npm run train:demo-features`. The pictures are drawn anew with a
// seed of their own, so that the network has not seen the ones it will measure. Same pictures, same machine: same weights.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import {
  contentHash,
  demoAttributesFileSchema,
  loadImages,
  openImageFolder,
  renderDemoData,
  type DemoAttributes,
  type ImageFolder,
} from '@starlab/data';
import { toTensorLayout } from '@starlab/data/tensor-layout';
import { openDevice, type Device } from '@starlab/engine';
import { randomStream } from '@starlab/experiment';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { writeWeightsFile } from '../src/features/demo-weights.ts';
import { DEMO_SIZE, demoFeatureShapes } from '../src/networks/demo-features.ts';
import { selectParameters, type HostTensors } from '../src/networks/feature-parameters.ts';
import {
  classTargets,
  numberNames,
  numbersOf,
  oneHotClasses,
  standardisationOf,
  standardise,
  type ClassTarget,
} from './demo-targets.ts';
import {
  BETA1,
  BETA2,
  initialTrainingState,
  parametersOf,
  predict,
  trainingStep,
} from './demo-training-step.ts';

const SEED = 2020;
const ITERATIONS = 2000;
const BATCH_SIZE = 64;
const LEARNING_RATE = 2e-3;
const weightsFile = new URL('../weights/demo-features.weights.json', import.meta.url);

interface Example {
  readonly image: Float32Array; // [3, 32, 32]
  readonly attributes: DemoAttributes;
}

async function examples(folder: ImageFolder, split: 'train' | 'val'): Promise<Example[]> {
  const root = join(folder.root, split);
  const attributes = demoAttributesFileSchema.parse(
    JSON.parse(await readFile(join(root, 'attributes.json'), 'utf8')),
  );
  const paths = folder.domains.flatMap((domain) => folder[split][domain] ?? []);
  const images = await loadImages(paths, { imageSize: DEMO_SIZE });
  return paths.map((path, i) => {
    const own = attributes[relative(root, path).split(sep).join('/')];
    if (!own) throw new RangeError(`${path} is not in attributes.json`);
    return { image: toTensorLayout(images.slice(i, i + 1), DEMO_SIZE), attributes: own };
  });
}

interface Targets {
  readonly classes: readonly ClassTarget[];
  /** One-hot classes, then standardised numbers. */
  expected(attributes: DemoAttributes): number[];
}

function targetsOf(training: readonly Example[]): Targets {
  const all = training.map(({ attributes }) => attributes);
  const classes = classTargets(all);
  const standardisation = standardisationOf(all);
  return {
    classes,
    expected: (attributes) => [
      ...oneHotClasses(classes, attributes),
      ...standardise(numbersOf(attributes), standardisation),
    ],
  };
}

/** Rows of equal length, one after another. */
function stacked(rows: readonly ArrayLike<number>[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) all.set(row, i * width);
  return all;
}

const imageShape = [BATCH_SIZE, 3, DEMO_SIZE, DEMO_SIZE];

/** Cosine decay from `LEARNING_RATE` to 0, and Adam's corrections of the moments' bias. */
function ratesAt(iteration: number): Float32Array {
  const rate = (LEARNING_RATE / 2) * (1 + Math.cos((Math.PI * iteration) / ITERATIONS));
  return Float32Array.of(rate, 1 - BETA1 ** (iteration + 1), 1 - BETA2 ** (iteration + 1));
}

async function train(device: Device, training: readonly Example[], targets: Targets): Promise<HostTensors> {
  const classSizes = targets.classes.map(({ values }) => values.length);
  const outputs = classSizes.reduce((total, size) => total + size, numberNames.length);
  const state = initialTrainingState(outputs, SEED);
  const program = await device.compile(trainingStep(classSizes), {
    state,
    inputs: { image: imageShape, expected: [BATCH_SIZE, outputs], rates: [3] },
  });
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const stream = randomStream({ seed: SEED, purpose: 'demo-features/batch', index: iteration });
    const batch = Array.from(
      { length: BATCH_SIZE },
      () => training[stream.integer(training.length)] as Example,
    );
    const { loss } = await program.run({
      image: stacked(batch.map(({ image }) => image)),
      expected: stacked(batch.map(({ attributes }) => targets.expected(attributes))),
      rates: ratesAt(iteration),
    });
    if (iteration % 250 === 0) console.log(`iteration ${iteration}: loss ${loss?.[0]?.toFixed(4)}`);
  }
  const trained = await program.readState();
  await program.dispose();
  const tensors = Object.entries(state).map(([name, { shape }]) => [
    name,
    { shape, data: trained[name] as Float32Array },
  ]);
  return parametersOf(Object.fromEntries(tensors) as HostTensors);
}

/** Accuracy of each class and R² of each number on unseen pictures. */
async function validate(
  device: Device,
  parameters: HostTensors,
  seen: { held: readonly Example[]; targets: Targets },
): Promise<Record<string, number>> {
  const program = await device.compile(
    (state, { image }) => ({ state, outputs: { prediction: predict(state, image as Tensor4D) } }),
    { state: { ...parameters }, inputs: { image: imageShape } },
  );
  const held = seen.held.slice(0, seen.held.length - (seen.held.length % BATCH_SIZE));
  const expected = held.map(({ attributes }) => seen.targets.expected(attributes));
  const width = expected[0]?.length ?? 0;
  const predicted: number[][] = [];
  for (let first = 0; first < held.length; first += BATCH_SIZE) {
    const image = stacked(held.slice(first, first + BATCH_SIZE).map((example) => example.image));
    const { prediction = new Float32Array() } = await program.run({ image });
    for (let row = 0; row < BATCH_SIZE; row++) {
      predicted.push(Array.from(prediction.subarray(row * width, (row + 1) * width)));
    }
  }
  await program.dispose();
  return scores(predicted, expected, seen.targets.classes);
}

function scores(
  predicted: readonly number[][],
  expected: readonly number[][],
  classes: readonly ClassTarget[],
): Record<string, number> {
  const score: Record<string, number> = {};
  let column = 0;
  const highest = (row: readonly number[]): number => row.indexOf(Math.max(...row));
  for (const { name, values } of classes) {
    const [from, to] = [column, column + values.length];
    const hits = predicted.filter(
      (row, i) => highest(row.slice(from, to)) === highest((expected[i] ?? []).slice(from, to)),
    );
    score[`accuracy of ${name}`] = hits.length / predicted.length;
    column = to;
  }
  for (const [i, name] of numberNames.entries()) {
    const truth = expected.map((row) => row[column + i] ?? Number.NaN);
    const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    const residual = truth.reduce(
      (sum, value, n) => sum + (value - (predicted[n]?.[column + i] ?? Number.NaN)) ** 2,
      0,
    );
    score[`R² of ${name}`] = 1 - residual / truth.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  }
  return Object.fromEntries(
    Object.entries(score).map(([name, value]) => [name, Math.round(value * 1e3) / 1e3]),
  );
}

async function main(): Promise<void> {
  const directory = join(await mkdtemp(join(tmpdir(), 'starlab-demo-features-')), 'pictures');
  const device = await openDevice('cpu');
  try {
    await renderDemoData({ directory, seed: SEED, trainPerDomain: 1500, valPerDomain: 256 });
    const folder = await openImageFolder(directory);
    const training = await examples(folder, 'train');
    const targets = targetsOf(training);
    console.log(`${training.length} pictures drawn`);
    const parameters = await train(device, training, targets);
    const validation = await validate(device, parameters, { held: await examples(folder, 'val'), targets });
    console.table(validation);
    const description = `Demo feature network, ${ITERATIONS} iterations of ${BATCH_SIZE} (train-demo-features.ts)`;
    const text = writeWeightsFile(
      { description, trainedOn: await contentHash(folder), validation },
      selectParameters(demoFeatureShapes, parameters, 'demo-features'),
    );
    await writeFile(weightsFile, text);
    console.log(`${weightsFile.pathname}: ${text.length} bytes`);
  } finally {
    await rm(join(directory, '..'), { recursive: true });
  }
}

await main();
