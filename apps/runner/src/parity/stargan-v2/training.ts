// Replays whole StarGAN v2 training iterations: network outputs before, every loss term and gradient norm, all parameters
// after, and what the moving averages make of the first inputs.
import { networkSchema, type Network } from '@starlab/experiment';
import { networkOutputsInputs, networkOutputsStep, starganV2Shapes, type HostTensor } from '@starlab/models';
import { decodeFloat32 } from '@starlab/testing/golden';
import { averageParameters, compileTraining, translatingNetworks } from '@starlab/trainer';
import {
  compareArrays,
  compareCounts,
  compareNumber,
  type Comparison,
  type Tolerance,
} from '../comparison.ts';
import { goldenKind, type ReplayOptions } from '../golden-kind.ts';
import { settingOf, trainingSchema, updates, type Setting, type TrainingDocument } from './document.ts';
import { firstInputs, initialState, initialWeights, trainingInputsOf } from './inputs.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

// The reference itself, run with two threads instead of one, differs from its figures by up to 5e-6 in network outputs,
// 2.4e-4 (relative) in losses and 3e-3 in gradient norms: the first Adam steps move a weight by the sign of its gradient, so
// rounding shows.
const OUTPUT = { kind: 'absolute', tolerance: 1e-4 } satisfies Tolerance;
const LOSS = { kind: 'relative', tolerance: 1e-3 } satisfies Tolerance;
const GRADIENT_NORM = { kind: 'relative', tolerance: 1e-2 } satisfies Tolerance;
const SCHEDULE = { kind: 'absolute', tolerance: 1e-12 } satisfies Tolerance;
const PARAMETER_NORM = { kind: 'relative', tolerance: 1e-3 } satisfies Tolerance;
/** A parameter's sum may part by this share of the way its elements went: those with gradients near 0 turn about. */
const TURNED_SHARE = 0.25;

const stepsPerIteration = {
  generator: 2,
  mapping_network: 1,
  style_encoder: 1,
  discriminator: 2,
} as const satisfies Record<Network, number>;

interface Trained {
  /** Of each iteration. */
  readonly outputs: readonly Arrays[];
  /** By parameter, after the last. */
  readonly state: Arrays;
}

async function train(document: TrainingDocument, setting: Setting, options: ReplayOptions): Promise<Trained> {
  const program = await compileTraining(options.device, {
    ...setting,
    state: initialState(setting),
    gradientNorms: true,
    linearisedR1: options.rewrites,
  });
  const outputs: Arrays[] = [];
  for (const iteration of document.iterations.keys()) {
    outputs.push(await program.run(iteration, trainingInputsOf(setting, iteration)));
    options.onProgress?.(iteration + 1, document.iterations.length);
  }
  const state = await program.readState();
  await program.dispose();
  return { outputs, state };
}

async function networkOutputs(
  setting: Setting,
  weights: Readonly<Record<string, HostTensor>>,
  { device }: ReplayOptions,
): Promise<Arrays> {
  const { architecture, config } = setting;
  const program = await device.compile(networkOutputsStep(architecture), {
    state: weights,
    inputs: networkOutputsInputs(architecture, config.batchSize),
  });
  const outputs = await program.run(firstInputs(setting));
  await program.dispose();
  return outputs;
}

/** The trained weights with the moving averages in place of the networks that have one. */
function averageWeights(setting: Setting, state: Arrays): Record<string, HostTensor> {
  const weights = initialWeights(setting);
  for (const network of translatingNetworks(setting.architecture))
    for (const [name, data] of Object.entries(averageParameters(state, network))) {
      const shape = weights[`${network}/${name}`]?.shape ?? [data.length];
      weights[`${network}/${name}`] = { shape, data };
    }
  return weights;
}

function shapeComparisons({ paramShapes }: TrainingDocument, { architecture }: Setting): Comparison[] {
  const ours = starganV2Shapes(architecture);
  return networkSchema.options.map((network) => {
    const theirs = Object.entries(paramShapes[network]);
    const equal = theirs.filter(([name, shape]) => String(ours[network][name]) === String(shape)).length;
    const surplus = Object.keys(ours[network]).filter((name) => !(name in paramShapes[network])).length;
    return compareCounts({ group: 'parameter shapes', name: network }, equal + surplus, theirs.length);
  });
}

function forwardComparisons({ forward }: TrainingDocument, ours: Arrays): Comparison[] {
  const compared = [
    ['mappingNetwork', ours['mappingNetwork']],
    ['styleEncoder', ours['styleEncoder']],
    ['discriminator', ours['discriminator']],
    ['generator', ours['latentImage']],
  ] as const;
  return compared.map(([name, values]) =>
    compareArrays({ group: 'forward outputs', name }, values, decodeFloat32(forward[name]), OUTPUT),
  );
}

function iterationComparisons({ iterations }: TrainingDocument, outputs: readonly Arrays[]): Comparison[] {
  const compared: Comparison[] = [];
  for (const [iteration, figures] of iterations.entries()) {
    const output = (name: string): number | undefined => outputs[iteration]?.[name]?.[0];
    for (const update of updates) {
      for (const [term, value] of Object.entries(figures[update]))
        compared.push(
          compareNumber(
            { group: 'losses', name: `iteration ${iteration} ${update}/${term}` },
            output(`${update}/${term}`),
            value,
            LOSS,
          ),
        );
      for (const [network, norm] of Object.entries(figures[`gradNorm ${update}`])) {
        const ours = output(`gradient_norm/${update}/${network}`);
        if (ours === undefined) continue;
        const name = `iteration ${iteration} ${update} ${network}`;
        compared.push(compareNumber({ group: 'gradient norms', name }, ours, norm, GRADIENT_NORM));
      }
    }
  }
  return compared;
}

function scheduleComparisons({ iterations }: TrainingDocument, setting: Setting): Comparison[] {
  return iterations.map(({ lambdaDs }, iteration) =>
    compareNumber(
      { group: 'schedule', name: `iteration ${iteration} lambda_ds` },
      trainingInputsOf(setting, iteration)['lambdaDs']?.[0],
      Math.fround(lambdaDs),
      SCHEDULE,
    ),
  );
}

function parameterComparisons(
  { paramsAfter, iterations }: TrainingDocument,
  { config }: Setting,
  state: Arrays,
): Comparison[] {
  return networkSchema.options.flatMap((network) => {
    const learningRate = network === 'mapping_network' ? config.mappingLearningRate : config.learningRate;
    const steps = iterations.length * stepsPerIteration[network];
    return Object.entries(paramsAfter[network]).flatMap(([name, { sum, l2 }]) => {
      const values = state[`parameters/${network}/${name}`];
      const ourSum = values?.reduce((total, value) => total + value, 0);
      const travelled = learningRate * steps * (values?.length ?? 0);
      const sumTolerance = TURNED_SHARE * travelled + 1e-6 * Math.abs(sum);
      const full = `${network}.${name}`;
      return [
        compareNumber({ group: 'parameter norms', name: full }, values && norm(values), l2, PARAMETER_NORM),
        compareNumber({ group: 'parameter sums', name: full }, ourSum, sum, {
          kind: 'absolute',
          tolerance: sumTolerance,
        }),
      ];
    });
  });
}

const norm = (values: Float32Array): number =>
  Math.sqrt(values.reduce((total, value) => total + value * value, 0));

async function afterComparisons(
  document: TrainingDocument,
  state: Arrays,
  options: ReplayOptions,
): Promise<Comparison[]> {
  const setting = settingOf(document);
  const after = await networkOutputs(setting, averageWeights(setting, state), options);
  const { emaLatent, emaReference } = document.after;
  const images = 'images of the averages';
  return [
    ...parameterComparisons(document, setting, state),
    compareArrays({ group: images, name: 'latent' }, after['latentImage'], decodeFloat32(emaLatent), OUTPUT),
    compareArrays(
      { group: images, name: 'reference' },
      after['referenceImage'],
      decodeFloat32(emaReference),
      OUTPUT,
    ),
  ];
}

async function replay(document: TrainingDocument, options: ReplayOptions): Promise<Comparison[]> {
  const setting = settingOf(document);
  const before = await networkOutputs(setting, initialWeights(setting), options);
  const iterations = document.iterations.slice(0, options.iterations);
  const replayed = { ...document, iterations };
  const { outputs, state } = await train(replayed, setting, options);
  const whole = iterations.length === document.iterations.length;
  return [
    ...shapeComparisons(document, setting),
    ...forwardComparisons(document, before),
    ...scheduleComparisons(replayed, setting),
    ...iterationComparisons(replayed, outputs),
    ...(whole ? await afterComparisons(document, state, options) : []),
  ];
}

export const starganV2Training = goldenKind({
  name: 'stargan-v2-training',
  holds: 'whole training iterations of StarGAN v2',
  marks: ['config.maxDim', 'config.latentDim', 'paramShapes.mapping_network', 'iterations'],
  schema: trainingSchema,
  replay,
});
