// One training iteration of StarGAN in the order of its code: the discriminator, then in every n_critic-th iteration the generator
// against the discriminator just stepped. A pure function of (state, inputs) in two forms.
import type * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '@starlab/experiment';
import { starganGenerate, type Parameters, type StarganArchitecture } from '@starlab/models';
import { biasCorrectionsIn } from '../../optimisation/bias-correction.ts';
import { descend, normOutputs, type NetworkGradients } from '../../optimisation/descend.ts';
import { gradientsOf } from '../../optimisation/gradients-of.ts';
import { updateAverages } from '../../optimisation/moving-average.ts';
import { parametersIn } from '../../state/layout.ts';
import { networkLayouts, type Layouts } from '../../state/packed-state.ts';
import {
  flattenTrainingState,
  readTrainingState,
  vectorsOf,
  type TrainingState,
} from '../../state/training-state.ts';
import type { StepFunction, TrainingStepOptions } from '../training-method.ts';
import type { StarganForm } from './inputs.ts';
import { starganDiscriminatorLoss, starganGeneratorLoss } from './losses.ts';

interface Iteration {
  readonly config: RunConfig;
  readonly architecture: StarganArchitecture;
  readonly layouts: Layouts;
  readonly inputs: Parameters;
  readonly options: TrainingStepOptions;
}

interface Update {
  readonly state: TrainingState;
  readonly outputs: Record<string, tf.Tensor>;
}

function tensorOf<T extends tf.Tensor>({ inputs }: Iteration, name: string): T {
  const found = inputs[name];
  if (!found) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
  return found as T;
}

/** What both losses read. */
function lossInput(state: TrainingState, iteration: Iteration) {
  const { architecture, layouts, options } = iteration;
  const parametersOf = (network: string): Parameters =>
    parametersIn(vectorsOf(state, 'parameters', network), layouts[network] ?? []);
  return {
    generator: parametersOf('generator'),
    discriminator: parametersOf('discriminator'),
    architecture,
    multiLabel: options.multiLabel ?? false,
    image: tensorOf<tf.Tensor4D>(iteration, 'source'),
    sourceDomain: tensorOf<tf.Tensor2D>(iteration, 'sourceDomain'),
    targetDomain: tensorOf<tf.Tensor2D>(iteration, 'targetDomain'),
  };
}

interface Descended {
  readonly update: 'D' | 'G';
  readonly terms: Readonly<Partial<Record<string, tf.Scalar>>>;
  readonly gradients: NetworkGradients;
}

function finish(state: TrainingState, { update, terms, gradients }: Descended, iteration: Iteration): Update {
  const { config, layouts, inputs, options } = iteration;
  const { beta1, beta2, weightDecay } = config;
  const learningRate = (inputs['learningRate'] as tf.Scalar | undefined) ?? config.learningRate;
  const stepped = descend(state, {
    gradients,
    layouts,
    optionsOf: (network) => ({
      learningRate,
      beta1,
      beta2,
      weightDecay,
      ...biasCorrectionsIn(inputs, network),
    }),
  });
  const named = Object.entries(terms).flatMap(([term, value]) =>
    value ? [[`${update}/${term}`, value] as const] : [],
  );
  return {
    state: stepped,
    outputs: {
      ...Object.fromEntries(named),
      ...(options.gradientNorms && normOutputs(update, gradients)),
    },
  };
}

function updateDiscriminator(state: TrainingState, iteration: Iteration): Update {
  const { lambdaCls, lambdaGp } = iteration.config;
  const input = lossInput(state, iteration);
  const { discriminator, generator, image, targetDomain, architecture } = input;
  const fake = starganGenerate(generator, { image, domain: targetDomain }, architecture);
  const mixture = tensorOf<tf.Tensor4D>(iteration, 'mixture');
  const { terms, gradients } = gradientsOf(
    () => starganDiscriminatorLoss({ ...input, fake, mixture, lambdaCls, lambdaGp }),
    { discriminator },
  );
  return finish(state, { update: 'D', terms, gradients }, iteration);
}

function updateGenerator(state: TrainingState, iteration: Iteration): Update {
  const { lambdaCls, lambdaCyc } = iteration.config;
  const input = lossInput(state, iteration);
  const { generator } = input;
  const { terms, gradients } = gradientsOf(() => starganGeneratorLoss({ ...input, lambdaCls, lambdaCyc }), {
    generator,
  });
  return finish(state, { update: 'G', terms, gradients }, iteration);
}

const updatesOf = {
  discriminator: [updateDiscriminator],
  both: [updateDiscriminator, updateGenerator],
} as const satisfies Record<StarganForm, readonly unknown[]>;

/**
 * The iteration in one of its forms. State: see `packState`. Inputs: see `starganInputs`. Outputs: the loss terms by
 * `LossName`, each before its update.
 */
export function starganStep(
  form: StarganForm,
  { config, architecture, options }: Pick<Iteration, 'config' | 'architecture' | 'options'>,
): StepFunction {
  return (flatState, inputs) => {
    const iteration = { config, architecture, layouts: networkLayouts(architecture), inputs, options };
    let state = readTrainingState(flatState);
    const outputs: Record<string, tf.Tensor> = {};
    for (const update of updatesOf[form]) {
      const updated = update(state, iteration);
      state = updated.state;
      Object.assign(outputs, updated.outputs);
    }
    return { state: flattenTrainingState(updateAverages(state, config.averageDecay)), outputs };
  };
}
