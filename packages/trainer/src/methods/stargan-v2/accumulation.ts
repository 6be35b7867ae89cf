// Gradient accumulation: a batch in equal parts, one in memory at a time. Every loss is a mean over images and no network looks
// across them, so the mean of the parts' gradients is the batch's gradient. Each update has a program that adds a part's
// gradients to vectors kept for them, and one that takes the last part's and steps.
import * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '@starlab/experiment';
import { withoutHeatMapNetwork, type Parameters, type StarganV2Architecture } from '@starlab/models';
import type { NetworkGradients } from '../../optimisation/descend.ts';
import { updateAverages } from '../../optimisation/moving-average.ts';
import { lengthOf, parametersIn, type Layout } from '../../state/layout.ts';
import { networkLayouts, type Layouts } from '../../state/packed-state.ts';
import { flattenTrainingState, readTrainingState, type TrainingState } from '../../state/training-state.ts';
import { namedVectors, vectorAt, vectorName, vectorsIn, type Vectors } from '../../state/vectors.ts';
import type {
  Arrays,
  FormRun,
  StepFunction,
  TrainingMethod,
  TrainingStepOptions,
} from '../training-method.ts';
import { readInputs, trainingInputs } from './inputs.ts';
import {
  descendUpdate,
  gradientsOfUpdate,
  normsOf,
  updates,
  type Iteration,
  type Update,
} from './updates.ts';

/** By network, vectors in its layouts: the sum of the shares of the parts so far. */
type Accumulators = Readonly<Record<string, Vectors>>;

/** Of the accumulators, among those of the training state. */
const GROUP = 'gradient';

const accumulatorsIn = (state: Readonly<Record<string, tf.Tensor>>, layouts: Layouts): Accumulators =>
  Object.fromEntries(Object.keys(layouts).map((network) => [network, vectorsIn(state, GROUP, network)]));

function flattenAccumulators(accumulators: Accumulators): Record<string, tf.Tensor> {
  const flat = Object.entries(accumulators).map(([network, vectors]) =>
    namedVectors(GROUP, network, vectors),
  );
  return Object.assign({}, ...flat) as Record<string, tf.Tensor>;
}

/** Each tensor divided by the number of parts: its share of the mean. */
const shareOf = (tensors: Readonly<Record<string, tf.Tensor>>, parts: number): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.div(tensor, parts)]));

const mapNetworks = <Value>(
  gradients: NetworkGradients,
  map: (ofNetwork: Parameters, network: string) => Value,
): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(gradients).map(([network, ofNetwork]) => [network, map(ofNetwork ?? {}, network)]),
  );

/** Parameters without a gradient count as zeros. */
function vectorOfGradients(gradients: Parameters, layout: Layout): tf.Tensor1D {
  const pieces = layout.map(({ name, size }) => {
    const gradient = gradients[name];
    return gradient ? tf.reshape<tf.Rank.R1>(gradient, [size]) : tf.zeros<tf.Rank.R1>([size]);
  });
  return tf.concat1d(pieces);
}

/** The accumulated gradients with this part's; a parameter that the loss does not depend on stays without one. */
function withAccumulated(
  gradients: Parameters,
  accumulator: Vectors,
  layouts: readonly Layout[],
): Parameters {
  const accumulated = parametersIn(accumulator, layouts);
  const sums = Object.entries(gradients).map(([name, gradient]) => {
    const before = accumulated[name];
    if (!before) throw new RangeError(`no accumulated gradient of ${name}`);
    return [name, tf.add(before, gradient)] as const;
  });
  return Object.fromEntries(sums);
}

interface Part {
  readonly update: Update;
  readonly state: TrainingState;
  readonly accumulators: Accumulators;
  /** This part's gradients, divided by the number of parts. */
  readonly shares: NetworkGradients;
  readonly iteration: Iteration;
}

interface PartResult {
  readonly state: TrainingState;
  readonly accumulators: Accumulators;
  readonly outputs: Readonly<Record<string, tf.Tensor>>;
}

function entryOf<Value>(record: Readonly<Record<string, Value>>, network: string): Value {
  const value = record[network];
  if (value === undefined) throw new RangeError(`nothing of ${network}`);
  return value;
}

function accumulate({ state, accumulators, shares, iteration: { layouts } }: Part): PartResult {
  const added = mapNetworks(shares, (ofNetwork, network) =>
    entryOf(layouts, network).map((layout, index) =>
      tf.add<tf.Tensor1D>(
        vectorAt(entryOf(accumulators, network), index),
        vectorOfGradients(ofNetwork, layout),
      ),
    ),
  );
  return { state, accumulators: { ...accumulators, ...added }, outputs: {} };
}

function step({ update, state, accumulators, shares, iteration }: Part): PartResult {
  const gradients = mapNetworks(shares, (ofNetwork, network) =>
    withAccumulated(ofNetwork, entryOf(accumulators, network), entryOf(iteration.layouts, network)),
  );
  const stepped = descendUpdate(state, { update, gradients }, iteration);
  return {
    state: update === updates.at(-1) ? updateAverages(stepped, iteration.config.averageDecay) : stepped,
    accumulators: {
      ...accumulators,
      ...mapNetworks(gradients, (_, network) =>
        entryOf(accumulators, network).map((vector) => tf.zerosLike(vector)),
      ),
    },
    outputs: normsOf(update, gradients, iteration),
  };
}

interface Setting {
  readonly config: RunConfig;
  readonly architecture: StarganV2Architecture;
  readonly options: TrainingStepOptions;
}

/** The program of one part of an update. */
function partStep(
  { config, architecture, options }: Setting,
  update: Update,
  finish: (part: Part) => PartResult,
): StepFunction {
  const { gradientNorms = false, linearisedR1 = true } = options;
  const layouts = networkLayouts(architecture);
  return (given, inputs) => {
    const { state: flat, heatMapNetwork } = withoutHeatMapNetwork(given);
    const tensors = readInputs(inputs, config, heatMapNetwork);
    const iteration = { config, architecture, layouts, tensors, gradientNorms, linearisedR1 };
    const state = readTrainingState(flat);
    const accumulators = accumulatorsIn(flat, layouts);
    const { terms, gradients } = gradientsOfUpdate(update, state, iteration);
    const shares = mapNetworks(gradients, (ofNetwork) => shareOf(ofNetwork, config.accumulationSteps));
    const result = finish({ update, state, accumulators, shares, iteration });
    return {
      state: { ...flattenTrainingState(result.state), ...flattenAccumulators(result.accumulators) },
      outputs: { ...shareOf(terms, config.accumulationSteps), ...result.outputs },
    };
  };
}

const formName = ({ network, pass }: Update, kind: 'accumulate' | 'step'): string =>
  `${network}/${pass}/${kind}`;

/** The part `index` of every input that has a batch; scalars belong to each part. */
function partOf(inputs: Arrays, index: number, shapes: Readonly<Record<string, readonly number[]>>): Arrays {
  const part: Record<string, Float32Array> = {};
  for (const [name, values] of Object.entries(inputs)) {
    const shape = shapes[name] ?? [];
    const size = shape.reduce((product, length) => product * length, 1);
    part[name] = shape.length === 0 ? values : values.subarray(index * size, (index + 1) * size);
  }
  return part;
}

/** Forms, their order and their state, where `config.accumulationSteps` is above 1. */
export function accumulation(
  config: RunConfig,
  architecture: StarganV2Architecture,
  options: TrainingStepOptions,
): Pick<TrainingMethod, 'forms' | 'runsOf' | 'betweenRuns'> {
  const setting = { config, architecture, options };
  const { accumulationSteps, batchSize } = config;
  const ofPart = { ...config, batchSize: batchSize / accumulationSteps };
  const inputs = trainingInputs(ofPart, architecture, options.masks);
  const forms = updates.flatMap((update) => [
    [formName(update, 'accumulate'), { inputs, step: partStep(setting, update, accumulate) }] as const,
    [formName(update, 'step'), { inputs, step: partStep(setting, update, step) }] as const,
  ]);
  return {
    forms: Object.fromEntries(forms),
    runsOf: (_, whole): FormRun[] =>
      updates.flatMap((update) =>
        Array.from({ length: accumulationSteps }, (_part, index) => ({
          form: formName(update, index + 1 < accumulationSteps ? 'accumulate' : 'step'),
          inputs: partOf(whole, index, inputs),
        })),
      ),
    betweenRuns: Object.fromEntries(
      Object.entries(networkLayouts(architecture)).flatMap(([network, layouts]) =>
        layouts.map((layout, index) => [vectorName(GROUP, network, index), [lengthOf(layout)]]),
      ),
    ),
  };
}
