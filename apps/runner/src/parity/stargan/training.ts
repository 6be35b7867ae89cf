// Replays whole StarGAN training iterations: network outputs before, every loss term and gradient norm, all parameters after, and
// translations of the first images into each target by the trained generator.
import { starganOutputsInputs, starganOutputsStep, starganShapes, type HostTensor } from '@starlab/models';
import { decodeFloat32, ints, sym, u01 } from '@starlab/testing/golden';
import {
  compileTraining,
  learningRateAt,
  starganIterationInputs,
  stateShapes,
  type StarganBatch,
} from '@starlab/trainer';
import {
  forwardComparisons,
  imageComparisons,
  iterationComparisons,
  parameterComparisons,
  parametersOf,
  rateComparisons,
  shapeComparisons,
  type Tolerances,
} from '../baselines/comparisons.ts';
import { compareNumber, type Comparison } from '../comparison.ts';
import { formulaTensors } from '../formula.ts';
import { GoldenFileError, goldenKind, type ReplayOptions } from '../golden-kind.ts';
import { settingOf, trainingSchema, type Setting, type TrainingDocument } from './document.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

const tolerances: Tolerances = {
  firstLoss: 1e-4,
  firstGradient: 2e-3,
  laterLoss: 1e-3,
  laterGradient: () => 5e-3,
  image: 1e-3,
  parameterNorm: 1e-4,
};

/** The authors' names of our networks. */
const officialNetworks = { generator: 'G', discriminator: 'D' } as const;
type StarganNetwork = keyof typeof officialNetworks;
const networks: readonly StarganNetwork[] = ['generator', 'discriminator'];

/** The authors' names of our loss terms. */
const officialTerms: Readonly<Record<string, string>> = {
  'D/real': 'D/loss_real',
  'D/fake': 'D/loss_fake',
  'D/cls': 'D/loss_cls',
  'D/gp': 'D/loss_gp',
  'G/adv': 'G/loss_fake',
  'G/cyc': 'G/loss_rec',
  'G/cls': 'G/loss_cls',
  'gradient_norm/D/discriminator': 'gradient_norm/D',
  'gradient_norm/G/generator': 'gradient_norm/G',
};

const renamed = (arrays: Arrays, rename: (name: string) => string): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [rename(name), values]));

/** A name of our state under the authors' name of its network. */
const officialName = (name: string): string =>
  networks.reduce((text, network) => text.replace(`/${network}/`, `/${officialNetworks[network]}/`), name);

function initialState({ config, architecture }: Setting): Record<string, HostTensor> {
  const shapes = starganShapes(architecture);
  const weights: Record<string, HostTensor> = {};
  for (const network of networks)
    for (const [name, tensor] of Object.entries(formulaTensors(officialNetworks[network], shapes[network])))
      weights[`parameters/${network}/${name}`] = tensor;
  const state = Object.entries(stateShapes(config, architecture)).map(([name, shape]) => {
    const zeros = new Float32Array(shape.reduce((size, extent) => size * extent, 1));
    return [name, weights[name] ?? { shape, data: zeros }] as const;
  });
  return Object.fromEntries(state);
}

function labelsOf({ config, architecture, multiLabel }: Setting, iteration: number): Float32Array[] {
  const { batchSize } = config;
  const { domainCount } = architecture;
  const name = `iter${iteration}/label`;
  if (multiLabel) {
    const attributes = ints(name, batchSize * domainCount, 2);
    return Array.from({ length: batchSize }, (_, row) =>
      Float32Array.from(attributes.subarray(row * domainCount, (row + 1) * domainCount)),
    );
  }
  return Array.from(ints(name, batchSize, domainCount), (label) =>
    Float32Array.from({ length: domainCount }, (_, domain) => Number(domain === label)),
  );
}

const joined = (rows: readonly Float32Array[]): Float32Array =>
  Float32Array.from(rows.flatMap((row) => [...row]));

function batchOf(setting: Setting, iteration: number): StarganBatch {
  const { batchSize, imageSize } = setting.config;
  const labels = labelsOf(setting, iteration);
  const order = [...labels.keys()].sort(
    (a, b) => u01(`iter${iteration}/perm`, a) - u01(`iter${iteration}/perm`, b),
  );
  return {
    source: sym(`iter${iteration}/x_real`, [batchSize, 3, imageSize, imageSize], 1),
    sourceDomain: joined(labels),
    targetDomain: joined(order.flatMap((row) => labels[row] ?? [])),
    mixture: sym(`iter${iteration}/alpha`, [batchSize], 1).map((value) => (value + 1) / 2),
  };
}

type Outputs = (source: Float32Array, targetDomain: Float32Array) => Promise<Arrays>;

/** What the networks with the parameters in `state` make of images and targets. */
async function withOutputs<T>(
  { config, architecture }: Setting,
  { state, device }: { state: Arrays; device: ReplayOptions['device'] },
  use: (outputs: Outputs) => Promise<T>,
): Promise<T> {
  const program = await device.compile(starganOutputsStep(architecture), {
    state: parametersOf(state, starganShapes(architecture)),
    inputs: starganOutputsInputs(architecture, config.batchSize),
  });
  const result = await use((source, targetDomain) => program.run({ source, targetDomain }));
  await program.dispose();
  return result;
}

async function train(document: TrainingDocument, setting: Setting, options: ReplayOptions) {
  const { multiLabel, ...sizes } = setting;
  const program = await compileTraining(options.device, {
    ...sizes,
    state: initialState(setting),
    gradientNorms: true,
    multiLabel,
  });
  const outputs: Arrays[] = [];
  for (const iteration of document.iterations.keys()) {
    const inputs = starganIterationInputs(batchOf(setting, iteration), setting.config, iteration);
    const output = await program.run(iteration, inputs);
    outputs.push(renamed(output, (name) => officialTerms[name] ?? name));
    options.onProgress?.(iteration + 1, document.iterations.length);
  }
  const state = await program.readState();
  await program.dispose();
  return { outputs, state };
}

async function imagesAfter(
  { after }: TrainingDocument,
  setting: Setting,
  { state, device }: { state: Arrays; device: ReplayOptions['device'] },
): Promise<Comparison[]> {
  const { source } = batchOf(setting, 0);
  return withOutputs(setting, { state, device }, async (outputs) => {
    const compared: Comparison[] = [];
    for (const [index, { label, image }] of after.targets.entries()) {
      const { generator } = await outputs(source, decodeFloat32(label));
      const name = `target ${index}`;
      compared.push(
        ...imageComparisons({ after: { [name]: image } }, generator ? { [name]: generator } : {}, tolerances),
      );
    }
    return compared;
  });
}

async function replay(document: TrainingDocument, options: ReplayOptions): Promise<Comparison[]> {
  const { gLr, dLr } = document.config;
  if (gLr !== dLr)
    throw new GoldenFileError(`The file has learning rates ${gLr} of G and ${dLr} of D.`, {
      remedy: 'Starlab’s StarGAN has one learning rate for both: replay a file whose gLr and dLr are equal.',
    });
  const setting = settingOf(document);
  const { generator, discriminator } = starganShapes(setting.architecture);
  const initial = Object.fromEntries(
    Object.entries(initialState(setting)).map(([name, { data }]) => [name, data]),
  );
  const first = batchOf(setting, 0);
  const before = await withOutputs(setting, { state: initial, device: options.device }, (outputs) =>
    outputs(first.source, first.targetDomain),
  );
  const forward = renamed(before, (name) => officialOutputs[name] ?? name);

  const iterations = document.iterations.slice(0, options.iterations);
  const { outputs, state } = await train({ ...document, iterations }, setting, options);
  const compared = [
    ...shapeComparisons(document, { G: generator, D: discriminator }),
    ...forwardComparisons(document, forward),
    ...rateComparisons({ iterations }, (iteration) => learningRateAt(setting.config, iteration)),
    ...iterationComparisons({ iterations }, outputs, tolerances),
  ];
  if (iterations.length < document.iterations.length) return compared;
  const trained = { state, device: options.device };
  return [
    ...compared,
    ...rateAfterComparisons(document, setting),
    ...parameterComparisons(document, renamed(state, officialName), tolerances),
    ...(await imagesAfter(document, setting, trained)),
  ];
}

const officialOutputs: Readonly<Record<string, string>> = {
  logits: 'discriminatorSrc',
  domainLogits: 'discriminatorCls',
};

function rateAfterComparisons({ lrAfter, iterations }: TrainingDocument, { config }: Setting): Comparison[] {
  return Object.entries(lrAfter).map(([name, theirs]) =>
    compareNumber(
      { group: 'learning rates', name: `after training ${name}` },
      learningRateAt(config, iterations.length),
      theirs,
      { kind: 'relative', tolerance: 1e-7 },
    ),
  );
}

export const starganTraining = goldenKind({
  name: 'stargan-training',
  holds: 'whole training iterations of StarGAN',
  marks: ['config.gConvDim', 'config.nCritic', 'paramShapes.G', 'iterations'],
  schema: trainingSchema,
  replay,
});
