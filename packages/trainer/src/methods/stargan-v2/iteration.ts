// One training iteration of StarGAN v2, in the official order: the discriminator in both passes, the generator in both
// passes, moving average. With style codes the first pass is guided by latents, the second by references. Each update sees the
// parameters that the ones before it left. A pure function of (state, inputs), which the engine compiles into one program.
import type * as tf from '@tensorflow/tfjs-core';
import type {
  DiscriminatorTerm,
  GeneratorTerm,
  LossName,
  Network,
  Pass,
  RunConfig,
} from '@starlab/experiment';
import {
  generate,
  styleOf,
  withoutHeatMapNetwork,
  type Guide,
  type Parameters,
  type StarganV2Architecture,
} from '@starlab/models';
import type { Loss } from '../../losses/loss.ts';
import { descend, normOutputs, type NetworkGradients } from '../../optimisation/descend.ts';
import { gradientsOf } from '../../optimisation/gradients-of.ts';
import { updateAverages } from '../../optimisation/moving-average.ts';
import { parametersIn } from '../../state/layout.ts';
import { networkLayouts, type Layouts } from '../../state/packed-state.ts';
import {
  flattenTrainingState,
  readTrainingState,
  vectorOf,
  type TrainingState,
} from '../../state/training-state.ts';
import type { StepFunction, TrainingStepOptions } from '../training-method.ts';
import { adamStepKind } from './adam-steps.ts';
import { discriminatorLoss, type DiscriminatorLossInput } from './discriminator-loss.ts';
import { generatorLoss, type Diversity } from './generator-loss.ts';
import { readInputs, type IterationTensors, type PassTensors } from './inputs.ts';
import { linearisedDiscriminatorLoss } from './linearised-discriminator-loss.ts';

/** Everything the updates of one iteration share. */
interface Iteration {
  readonly config: RunConfig;
  readonly architecture: StarganV2Architecture;
  readonly layouts: Layouts;
  readonly tensors: IterationTensors;
  readonly gradientNorms: boolean;
  readonly linearisedR1: boolean;
}

interface Update {
  readonly state: TrainingState;
  readonly outputs: Record<string, tf.Tensor>;
}

type Networks = Readonly<Record<Network, Parameters>>;

/** The networks' parameters by name, as the updates so far left them; none of a network that the architecture lacks. */
function networksOf(state: TrainingState, { layouts }: Iteration): Networks {
  const named = (network: Network): Parameters => {
    const layout = layouts[network];
    return layout ? parametersIn(vectorOf(state, 'parameters', network), layout) : {};
  };
  return {
    generator: named('generator'),
    mapping_network: named('mapping_network'),
    style_encoder: named('style_encoder'),
    discriminator: named('discriminator'),
  };
}

/** Networks that the generator's update steps: all that make the translation in the first pass, then the generator alone. */
function steppedByGeneratorUpdate({ isFirst }: PassTensors, { layouts }: Iteration): Network[] {
  const stepped: readonly Network[] = isFirst
    ? ['generator', 'mapping_network', 'style_encoder']
    : ['generator'];
  return stepped.filter((network) => network in layouts);
}

/** G(source, style of the guide), [N, 3, S, S]. Called outside `gradientsOf`, so it is a constant there. */
function translation(networks: Networks, guide: Guide, { architecture, tensors }: Iteration): tf.Tensor4D {
  const style = styleOf(networks, { guide, domain: tensors.targetDomain }, architecture);
  const masks = tensors.sourceMasks && { masks: tensors.sourceMasks };
  return generate(networks.generator, { image: tensors.source, style, ...masks }, architecture);
}

/** The mapping network learns slowly; a label's embedding is no such network. */
function learningRate(config: RunConfig, network: Network): number {
  const isMapping = network === 'mapping_network' && config.conditioning !== 'label';
  return isMapping ? config.mappingLearningRate : config.learningRate;
}

interface Descended {
  readonly update: 'D' | 'G';
  readonly pass: PassTensors;
  readonly terms: Readonly<Record<string, tf.Tensor>>;
  readonly gradients: NetworkGradients;
}

/** Steps every network that has gradients, and names what the update says. */
function finish(state: TrainingState, descended: Descended, iteration: Iteration): Update {
  const { update, pass, terms, gradients } = descended;
  const { config, layouts, tensors, gradientNorms } = iteration;
  const name = `${update}/${pass.name}`;
  const stepped = descend(state, {
    gradients,
    layouts,
    optionsOf: (network) => ({
      learningRate: learningRate(config, network as Network),
      beta1: config.beta1,
      beta2: config.beta2,
      weightDecay: config.weightDecay,
      ...tensors.biasCorrections(adamStepKind(network as Network, pass)),
    }),
  });
  return { state: stepped, outputs: { ...terms, ...(gradientNorms && normOutputs(name, gradients)) } };
}

function named<Term extends DiscriminatorTerm | GeneratorTerm>(
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

const discriminatorLossName =
  (pass: Pass) =>
  (term: DiscriminatorTerm): LossName =>
    `D/${pass}/${term}`;
const generatorLossName =
  (pass: Pass) =>
  (term: GeneratorTerm): LossName =>
    `G/${pass}/${term}`;

function updateDiscriminator(state: TrainingState, pass: PassTensors, iteration: Iteration): Update {
  const { config, architecture, tensors, linearisedR1 } = iteration;
  const networks = networksOf(state, iteration);
  const { discriminator } = networks;
  const input: DiscriminatorLossInput = {
    discriminator,
    architecture,
    lambdaReg: config.lambdaReg,
    image: tensors.source,
    sourceDomain: tensors.sourceDomain,
    fake: translation(networks, pass.guide, iteration),
    targetDomain: tensors.targetDomain,
  };
  const loss = linearisedR1 ? linearisedDiscriminatorLoss(input) : () => discriminatorLoss(input);
  const { terms, gradients } = gradientsOf(loss, { discriminator });
  const outputs = named(terms, discriminatorLossName(pass.name));
  return finish(state, { update: 'D', pass, terms: outputs, gradients }, iteration);
}

function diversityOf(
  networks: Networks,
  { diversity }: PassTensors,
  iteration: Iteration,
): Diversity | undefined {
  return (
    diversity && {
      otherFake: translation(networks, diversity.guide, iteration),
      lambdaDs: diversity.lambdaDs,
    }
  );
}

function updateGenerator(state: TrainingState, pass: PassTensors, iteration: Iteration): Update {
  const { config, architecture, tensors } = iteration;
  const networks = networksOf(state, iteration);
  const diversity = diversityOf(networks, pass, iteration);
  const stepped: Partial<Record<Network, Parameters>> = Object.fromEntries(
    steppedByGeneratorUpdate(pass, iteration).map((network) => [network, networks[network]]),
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
        guide: pass.guide,
        diversity,
        masks:
          tensors.sourceMasks && pass.fakeMasks
            ? { source: tensors.sourceMasks, ofFake: pass.fakeMasks }
            : undefined,
      }),
    stepped,
  );
  const outputs = named(terms, generatorLossName(pass.name));
  return finish(state, { update: 'G', pass, terms: outputs, gradients }, iteration);
}

/**
 * The iteration for this configuration. State: see `packState`. Inputs: see `trainingInputs`. Outputs: the loss terms
 * by `LossName`, each before its update, as far as the configuration has them.
 */
export function starganV2Step(
  config: RunConfig,
  architecture: StarganV2Architecture,
  { gradientNorms = false, linearisedR1 = true }: TrainingStepOptions = {},
): StepFunction {
  return (given, flatInputs) => {
    const { state: flatState, heatMapNetwork } = withoutHeatMapNetwork(given);
    const tensors = readInputs(flatInputs, config, heatMapNetwork);
    const layouts = networkLayouts(architecture);
    const iteration = { config, architecture, layouts, tensors, gradientNorms, linearisedR1 };
    let state = readTrainingState(flatState);
    const outputs: Record<string, tf.Tensor> = {};
    for (const update of [updateDiscriminator, updateGenerator])
      for (const pass of tensors.passes) {
        const updated = update(state, pass, iteration);
        state = updated.state;
        Object.assign(outputs, updated.outputs);
      }
    return { state: flattenTrainingState(updateAverages(state, config.averageDecay)), outputs };
  };
}
