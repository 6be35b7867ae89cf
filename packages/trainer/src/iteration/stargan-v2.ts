// One training iteration of StarGAN v2, in the official order: discriminator with latents, discriminator with
// references, generator with latents, generator with references, moving average. Each update sees the parameters that
// the ones before it left. A pure function of (state, inputs), which the engine compiles into one program.
import type * as tf from '@tensorflow/tfjs-core';
import {
  discriminatorLossName,
  generatorLossName,
  type LossName,
  type Mode,
  type Network,
  type RunConfig,
} from '@starlab/experiment';
import { encodeStyle, generate, mapLatent, type Architecture, type Parameters } from '@starlab/models';
import { discriminatorLoss, type DiscriminatorLossInput } from '../losses/discriminator-loss.ts';
import type { Loss } from '../losses/loss.ts';
import { linearisedDiscriminatorLoss } from '../losses/linearised-discriminator-loss.ts';
import { generatorLoss, type Diversity } from '../losses/generator-loss.ts';
import { adamStep } from '../optimisation/adam.ts';
import { gradientNorm, gradientsOf } from '../optimisation/gradients-of.ts';
import { movingAverage } from '../optimisation/moving-average.ts';
import { adamStepKind } from '../schedules/adam-steps.ts';
import { parametersIn, type Layout } from '../state/layout.ts';
import { networkLayouts } from '../state/packed-state.ts';
import { averagedNetworks } from '../state/state-shapes.ts';
import {
  flattenTrainingState,
  readTrainingState,
  vectorOf,
  withNetwork,
  type TrainingState,
} from '../state/training-state.ts';
import { readInputs, type Guide, type IterationTensors } from './inputs.ts';

/** A pure step: the state it returns has the names and shapes of the state it was given. */
export type StepFunction = (
  state: Parameters,
  inputs: Parameters,
) => { state: Record<string, tf.Tensor>; outputs: Record<string, tf.Tensor> };

export interface TrainingStepOptions {
  /** Adds `gradient_norm/<D or G>/<mode>/<network>`, L2 over each network that the update steps. */
  readonly gradientNorms?: boolean;
  /** Merges R1 with the real term (see linearised-discriminator-loss.ts): same figures, less work. On by default. */
  readonly linearisedR1?: boolean;
}

/** Everything the updates of one iteration share. */
interface Iteration {
  readonly config: RunConfig;
  readonly architecture: Architecture;
  readonly layouts: Readonly<Record<Network, Layout>>;
  readonly tensors: IterationTensors;
  readonly gradientNorms: boolean;
  readonly linearisedR1: boolean;
}

interface Update {
  readonly state: TrainingState;
  readonly outputs: Record<string, tf.Tensor>;
}

type Networks = Readonly<Record<Network, Parameters>>;

/** The networks' parameters by name, as the updates so far left them. */
function networksOf(state: TrainingState, { layouts }: Iteration): Networks {
  const named = (network: Network): Parameters =>
    parametersIn(vectorOf(state, 'parameters', network), layouts[network]);
  return {
    generator: named('generator'),
    mapping_network: named('mapping_network'),
    style_encoder: named('style_encoder'),
    discriminator: named('discriminator'),
  };
}

/** Networks that the generator's update steps: all three with latents, the generator alone with references. */
const steppedByGeneratorUpdate = {
  latent: ['generator', 'mapping_network', 'style_encoder'],
  reference: ['generator'],
} as const satisfies Record<Mode, readonly Network[]>;

/** The style of the target domain, [N, styleDimension]. */
function styleOf(networks: Networks, guide: Guide, { architecture, tensors }: Iteration): tf.Tensor2D {
  const domain = tensors.targetDomain;
  return guide.mode === 'latent'
    ? mapLatent(networks.mapping_network, { latent: guide.latent, domain }, architecture)
    : encodeStyle(networks.style_encoder, { image: guide.reference, domain }, architecture);
}

/** G(source, style of the guide), [N, 3, S, S]. Called outside `gradientsOf`, so it is a constant there. */
function translation(networks: Networks, guide: Guide, iteration: Iteration): tf.Tensor4D {
  const { architecture, tensors } = iteration;
  const style = styleOf(networks, guide, iteration);
  const masks = tensors.masks && { masks: tensors.masks.source };
  return generate(networks.generator, { image: tensors.source, style, ...masks }, architecture);
}

function learningRate(config: RunConfig, network: Network): number {
  return network === 'mapping_network' ? config.mappingLearningRate : config.learningRate;
}

interface Descent {
  readonly gradients: Readonly<Partial<Record<Network, Parameters>>>;
  readonly mode: Mode;
}

/** One Adam step of every network that has gradients. */
function descend(state: TrainingState, { gradients, mode }: Descent, iteration: Iteration): TrainingState {
  const { config, tensors } = iteration;
  const { beta1, beta2, weightDecay } = config;
  let stepped = state;
  for (const network of Object.keys(gradients) as Network[]) {
    const kind = adamStepKind(network, mode);
    const biasCorrection2 = tensors.biasCorrection(2, kind);
    if (!biasCorrection2) throw new RangeError(`no bias correction for step ${kind}`);
    const { parameters, moment1, moment2 } = adamStep(
      {
        parameters: vectorOf(state, 'parameters', network),
        moment1: state.moment1[network],
        moment2: vectorOf(state, 'moment2', network),
      },
      { gradients: gradients[network] ?? {}, layout: iteration.layouts[network] },
      {
        learningRate: learningRate(config, network),
        beta1,
        beta2,
        weightDecay,
        biasCorrection1: tensors.biasCorrection(1, kind),
        biasCorrection2,
      },
    );
    stepped = withNetwork(stepped, network, { parameters, moment1, moment2 });
  }
  return stepped;
}

function normOutputs(update: 'D' | 'G', { gradients, mode }: Descent): Record<string, tf.Tensor> {
  const modeName = mode === 'latent' ? 'latent' : 'ref';
  return Object.fromEntries(
    Object.entries(gradients).map(([network, ofNetwork]) => [
      `gradient_norm/${update}/${modeName}/${network}`,
      gradientNorm(ofNetwork),
    ]),
  );
}

function lossOutputs<Term extends string>(
  terms: Loss<Term>['terms'],
  nameOf: (term: Term) => LossName,
): Record<string, tf.Tensor> {
  const outputs: Record<string, tf.Tensor> = {};
  for (const term in terms) {
    const value = terms[term];
    if (value) outputs[nameOf(term)] = value;
  }
  return outputs;
}

function updateDiscriminator(state: TrainingState, mode: Mode, iteration: Iteration): Update {
  const { config, architecture, tensors, gradientNorms, linearisedR1 } = iteration;
  const networks = networksOf(state, iteration);
  const { discriminator } = networks;
  const input: DiscriminatorLossInput = {
    discriminator,
    architecture,
    lambdaReg: config.lambdaReg,
    image: tensors.source,
    sourceDomain: tensors.sourceDomain,
    fake: translation(networks, tensors.guide[mode], iteration),
    targetDomain: tensors.targetDomain,
  };
  const loss = linearisedR1 ? linearisedDiscriminatorLoss(input) : () => discriminatorLoss(input);
  const { terms, gradients } = gradientsOf(loss, { discriminator });
  const outputs = lossOutputs(terms, (term) => discriminatorLossName(mode, term));
  return {
    state: descend(state, { gradients, mode }, iteration),
    outputs: { ...outputs, ...(gradientNorms && normOutputs('D', { gradients, mode })) },
  };
}

function diversityOf(networks: Networks, mode: Mode, iteration: Iteration): Diversity | undefined {
  const { diversity } = iteration.tensors;
  return (
    diversity && {
      otherFake: translation(networks, diversity.guide[mode], iteration),
      lambdaDs: diversity.lambdaDs,
    }
  );
}

function updateGenerator(state: TrainingState, mode: Mode, iteration: Iteration): Update {
  const { config, architecture, tensors, gradientNorms } = iteration;
  const networks = networksOf(state, iteration);
  const diversity = diversityOf(networks, mode, iteration);
  const stepped: Partial<Record<Network, Parameters>> = Object.fromEntries(
    steppedByGeneratorUpdate[mode].map((network) => [network, networks[network]]),
  );
  const { terms, gradients } = gradientsOf(
    () =>
      generatorLoss({
        networks,
        architecture,
        lambdaSty: config.lambdaSty,
        lambdaCyc: config.lambdaCyc,
        image: tensors.source,
        sourceDomain: tensors.sourceDomain,
        targetDomain: tensors.targetDomain,
        style: styleOf(networks, tensors.guide[mode], iteration),
        diversity,
        masks: tensors.masks && { source: tensors.masks.source, fake: tensors.masks.fake[mode] },
      }),
    stepped,
  );
  const outputs = lossOutputs(terms, (term) => generatorLossName(mode, term));
  return {
    state: descend(state, { gradients, mode }, iteration),
    outputs: { ...outputs, ...(gradientNorms && normOutputs('G', { gradients, mode })) },
  };
}

function updateAverages(state: TrainingState, decay: number): TrainingState {
  return averagedNetworks.reduce(
    (averaged, network) =>
      withNetwork(averaged, network, {
        average: movingAverage(
          vectorOf(state, 'average', network),
          vectorOf(state, 'parameters', network),
          decay,
        ),
      }),
    state,
  );
}

/**
 * The iteration for this configuration. State: see `packState`. Inputs: see `trainingInputs`. Outputs: the loss terms
 * by `LossName`, each before its update; `G/…/ds` only where the configuration has a diversity-sensitive loss.
 */
export function trainingStep(
  config: RunConfig,
  architecture: Architecture,
  { gradientNorms = false, linearisedR1 = true }: TrainingStepOptions = {},
): StepFunction {
  return (flatState, flatInputs) => {
    const iteration = {
      config,
      architecture,
      layouts: networkLayouts(architecture),
      tensors: readInputs(flatInputs, config),
      gradientNorms,
      linearisedR1,
    };
    const updates = [
      (state: TrainingState) => updateDiscriminator(state, 'latent', iteration),
      (state: TrainingState) => updateDiscriminator(state, 'reference', iteration),
      (state: TrainingState) => updateGenerator(state, 'latent', iteration),
      (state: TrainingState) => updateGenerator(state, 'reference', iteration),
    ];
    let state = readTrainingState(flatState);
    const outputs: Record<string, tf.Tensor> = {};
    for (const update of updates) {
      const updated = update(state);
      state = updated.state;
      Object.assign(outputs, updated.outputs);
    }
    return { state: flattenTrainingState(updateAverages(state, config.averageDecay)), outputs };
  };
}
