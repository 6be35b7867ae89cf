// The four updates of a StarGAN v2 iteration, in the official order: the discriminator in both passes, the generator in both
// passes. Each is two pure functions: the gradients of its loss, and the Adam steps that they ask for.
import type * as tf from '@tensorflow/tfjs-core';
import type {
  DiscriminatorTerm,
  GeneratorTerm,
  LossName,
  Network,
  Pass,
  RunConfig,
} from '@starlab/experiment';
import { generate, styleOf, type Guide, type Parameters, type StarganV2Architecture } from '@starlab/models';
import type { Loss } from '../../losses/loss.ts';
import { descend, normOutputs, type NetworkGradients } from '../../optimisation/descend.ts';
import { gradientsOf } from '../../optimisation/gradients-of.ts';
import { parametersIn } from '../../state/layout.ts';
import type { Layouts } from '../../state/packed-state.ts';
import { vectorsOf, type TrainingState } from '../../state/training-state.ts';
import { adamStepKind } from './adam-steps.ts';
import { discriminatorLoss, type DiscriminatorLossInput } from './discriminator-loss.ts';
import { generatorLoss, type Diversity } from './generator-loss.ts';
import type { IterationTensors, PassTensors } from './inputs.ts';
import { linearisedDiscriminatorLoss } from './linearised-discriminator-loss.ts';

/** Everything the updates of one iteration share; `tensors` may be of a part of its batch. */
export interface Iteration {
  readonly config: RunConfig;
  readonly architecture: StarganV2Architecture;
  readonly layouts: Layouts;
  readonly tensors: IterationTensors;
  readonly gradientNorms: boolean;
  readonly linearisedR1: boolean;
}

export interface Update {
  readonly network: 'D' | 'G';
  readonly pass: 0 | 1;
}

/** In their order. Each sees the parameters that the ones before it left. */
export const updates: readonly Update[] = [
  { network: 'D', pass: 0 },
  { network: 'D', pass: 1 },
  { network: 'G', pass: 0 },
  { network: 'G', pass: 1 },
];

/** Loss terms under the names they are logged by, and the gradients of their sum. */
export interface UpdateGradients {
  readonly terms: Readonly<Record<string, tf.Tensor>>;
  readonly gradients: NetworkGradients;
}

type Networks = Readonly<Record<Network, Parameters>>;

/** The networks' parameters by name, as the updates so far left them; none of a network that the architecture lacks. */
function networksOf(state: TrainingState, { layouts }: Iteration): Networks {
  const named = (network: Network): Parameters => {
    const ownLayouts = layouts[network];
    return ownLayouts ? parametersIn(vectorsOf(state, 'parameters', network), ownLayouts) : {};
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

/** Steps every network that has gradients. */
export function descendUpdate(
  state: TrainingState,
  { update, gradients }: { readonly update: Update; readonly gradients: NetworkGradients },
  { config, layouts, tensors }: Iteration,
): TrainingState {
  const pass = tensors.passes[update.pass];
  return descend(state, {
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
}

/** What a step says besides its terms, where asked to. */
export function normsOf(
  update: Update,
  gradients: NetworkGradients,
  { gradientNorms, tensors }: Iteration,
): Record<string, tf.Tensor> {
  const name = `${update.network}/${tensors.passes[update.pass].name}`;
  return gradientNorms ? normOutputs(name, gradients) : {};
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

function discriminatorGradients(
  state: TrainingState,
  pass: PassTensors,
  iteration: Iteration,
): UpdateGradients {
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
  return { terms: named(terms, discriminatorLossName(pass.name)), gradients };
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

function generatorGradients(state: TrainingState, pass: PassTensors, iteration: Iteration): UpdateGradients {
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
  return { terms: named(terms, generatorLossName(pass.name)), gradients };
}

/** The terms of an update's loss and its gradients, at the parameters in `state`. */
export function gradientsOfUpdate(
  update: Update,
  state: TrainingState,
  iteration: Iteration,
): UpdateGradients {
  const pass = iteration.tensors.passes[update.pass];
  const gradientsIn = { D: discriminatorGradients, G: generatorGradients }[update.network];
  return gradientsIn(state, pass, iteration);
}
