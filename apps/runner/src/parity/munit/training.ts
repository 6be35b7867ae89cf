// Replays whole MUNIT training iterations: network outputs before, every loss term and gradient norm, all parameters after, and
// translations by the trained networks.
import { munitOutputsInputs, munitOutputsStep, munitShapes, type HostTensor } from '@starlab/models';
import { sym } from '@starlab/testing/golden';
import {
  compileMunit,
  initialModules,
  munitInputs,
  munitLearningRate,
  munitScalars,
  type MunitSettings,
} from '@starlab/trainer';
import { z } from 'zod';
import type { Comparison } from '../comparison.ts';
import { goldenKind, type ReplayOptions } from '../golden-kind.ts';
import {
  formulaWeights,
  forwardComparisons,
  imageComparisons,
  iterationComparisons,
  parameterComparisons,
  parametersOf,
  rateComparisons,
  shapeComparisons,
  standardised,
  type Tolerances,
} from '../baselines/comparisons.ts';
import { figuresSchema } from '../baselines/document.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

const tolerances: Tolerances = {
  firstLoss: 1e-4,
  firstGradient: 2e-3,
  laterLoss: 1e-3,
  // The parts of a generator, `gen_a.mlp`, are small beside the whole.
  laterGradient: (name) => (name.includes('.') ? 3e-2 : 5e-3),
  image: 1e-2,
};

const trainingSchema = figuresSchema.extend({
  config: z.object({
    method: z.literal('munit'),
    imgSize: z.int(),
    dim: z.int(),
    disDim: z.int(),
    mlpDim: z.int(),
    styleDim: z.int(),
    nDownsample: z.int(),
    nRes: z.int(),
    nLayer: z.int(),
    numScales: z.int(),
    ganType: z.literal('lsgan'),
    batchSize: z.int(),
    ganW: z.number(),
    reconXW: z.number(),
    reconSW: z.number(),
    reconCW: z.number(),
    reconXCycW: z.number(),
    vggW: z.literal(0),
    lr: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    weightDecay: z.number(),
    lrPolicy: z.literal('step'),
    stepSize: z.int(),
    gamma: z.number(),
  }),
});
type TrainingDocument = z.output<typeof trainingSchema>;

function settingsOf({ config }: TrainingDocument): MunitSettings {
  return {
    architecture: {
      width: config.dim,
      discriminatorWidth: config.disDim,
      hiddenDimension: config.mlpDim,
      styleDimension: config.styleDim,
      downsamplings: config.nDownsample,
      residualBlocks: config.nRes,
      discriminatorLayers: config.nLayer,
      discriminatorScales: config.numScales,
    },
    imageSize: config.imgSize,
    batchSize: config.batchSize,
    weights: {
      adversarial: config.ganW,
      imageReconstruction: config.reconXW,
      styleReconstruction: config.reconSW,
      contentReconstruction: config.reconCW,
      cycle: config.reconXCycW,
    },
    learningRate: config.lr,
    beta1: config.beta1,
    beta2: config.beta2,
    weightDecay: config.weightDecay,
    learningRateDecay: config.gamma,
    learningRateStep: config.stepSize,
  };
}

function inputsOf(settings: MunitSettings, iteration: number): Record<string, Float32Array> {
  const shapes = munitInputs(settings);
  const inputs = munitScalars(settings, iteration);
  for (const domain of ['a', 'b']) {
    inputs[`image/${domain}`] = sym(`iter${iteration}/x_${domain}`, shapes[`image/${domain}`] ?? [], 1);
    for (const update of ['dis', 'gen']) {
      const name = `style/${update}/${domain}`;
      inputs[name] = standardised(`iter${iteration}/${update}/s_${domain}`, shapes[name] ?? []);
    }
  }
  return inputs;
}

async function networkOutputs(
  settings: MunitSettings,
  weights: Readonly<Record<string, HostTensor>>,
  { device }: ReplayOptions,
): Promise<Arrays> {
  const { architecture, batchSize, imageSize } = settings;
  const shapes = munitOutputsInputs(architecture, { batchSize, imageSize });
  const program = await device.compile(munitOutputsStep(architecture), { state: weights, inputs: shapes });
  const outputs = await program.run({
    imageA: sym('iter0/x_a', shapes.imageA, 1),
    imageB: sym('iter0/x_b', shapes.imageB, 1),
    styleA: standardised('test/s_a', shapes.styleA),
    styleB: standardised('test/s_b', shapes.styleB),
  });
  await program.dispose();
  return outputs;
}

async function replay(document: TrainingDocument, options: ReplayOptions): Promise<Comparison[]> {
  const settings = settingsOf(document);
  const shapes = munitShapes(settings.architecture);
  const initial = initialModules(formulaWeights(shapes), shapes);
  const values = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
  const before = await networkOutputs(settings, parametersOf(values, shapes), options);

  const program = await compileMunit(options.device, { settings, state: initial, gradientNorms: true });
  const iterations = document.iterations.slice(0, options.iterations);
  const outputs: Arrays[] = [];
  for (const iteration of iterations.keys()) {
    outputs.push(await program.run(inputsOf(settings, iteration)));
    options.onProgress?.(iteration + 1, iterations.length);
  }
  const state = await program.readState();
  await program.dispose();

  const compared = [
    ...shapeComparisons(document, shapes),
    ...forwardComparisons(document, before),
    ...rateComparisons({ iterations }, (iteration) => munitLearningRate(settings, iteration)),
    ...iterationComparisons({ iterations }, outputs, tolerances),
  ];
  if (iterations.length < document.iterations.length) return compared;
  const after = await networkOutputs(settings, parametersOf(state, shapes), options);
  return [
    ...compared,
    ...parameterComparisons(document, state),
    ...imageComparisons(document, after, tolerances),
  ];
}

export const munitTraining = goldenKind({
  name: 'munit-training',
  holds: 'whole training iterations of MUNIT',
  marks: ['config.reconXCycW', 'paramShapes.gen_a', 'iterations'],
  schema: trainingSchema,
  replay,
});
