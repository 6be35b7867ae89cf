// MUNIT as a training method: one form of the iteration. Images of the first domain by name are its a, of the second its b.
import { LEARNING_RATE_SERIES, type DomainSide, type RunConfig } from '@starlab/experiment';
import type { MunitRunArchitecture } from '@starlab/models';
import type { TrainingMethod, TrainingStepOptions } from '../training-method.ts';
import { drawnInput, trainedStep, type LoggedTerm } from '../two-domains.ts';
import { munitInputs, munitIteration, munitScalars } from './iteration.ts';
import { munitLearningRate, type MunitSettings } from './settings.ts';

const ONLY_FORM = 'iteration';

/** @throws RangeError when `config` lacks MUNIT's keys, which `resolveConfig` gives every configuration of MUNIT. */
function munitSettings(config: RunConfig, architecture: MunitRunArchitecture): MunitSettings {
  const { lambdaRec, lambdaCon, learningRateFactor } = config;
  if (lambdaRec === undefined || lambdaCon === undefined || learningRateFactor === undefined)
    throw new RangeError('a configuration of MUNIT without its keys');
  return {
    architecture,
    imageSize: config.imageSize,
    batchSize: config.batchSize,
    weights: {
      adversarial: 1,
      imageReconstruction: lambdaRec,
      styleReconstruction: config.lambdaSty,
      contentReconstruction: lambdaCon,
      cycle: config.lambdaCyc,
    },
    learningRate: config.learningRate,
    beta1: config.beta1,
    beta2: config.beta2,
    weightDecay: config.weightDecay,
    learningRateDecay: learningRateFactor,
    learningRateStep: config.learningRateUpdateEvery,
  };
}

/** The terms that weigh anything; their sums carry the weights, they do not. */
function loggedTerms({ weights }: MunitSettings): Record<string, LoggedTerm> {
  const ofSide = (side: DomainSide): [string, LoggedTerm, number][] => [
    [`loss_dis_real_${side}`, { series: `D/${side}/real` }, weights.adversarial],
    [`loss_dis_fake_${side}`, { series: `D/${side}/fake` }, weights.adversarial],
    [`loss_gen_adv_${side}`, { series: `G/${side}/adv` }, weights.adversarial],
    [`loss_gen_recon_x_${side}`, { series: `G/${side}/rec` }, weights.imageReconstruction],
    [`loss_gen_recon_s_${side}`, { series: `G/${side}/sty` }, weights.styleReconstruction],
    [`loss_gen_recon_c_${side}`, { series: `G/${side}/con` }, weights.contentReconstruction],
    [`loss_gen_cycrecon_x_${side}`, { series: `G/${side}/cyc` }, weights.cycle],
  ];
  const weighing = [...ofSide('a'), ...ofSide('b')].filter(([, , weight]) => weight > 0);
  return Object.fromEntries(weighing.map(([name, term]) => [name, term]));
}

export function munitMethod(
  config: RunConfig,
  architecture: MunitRunArchitecture,
  { gradientNorms = false }: TrainingStepOptions,
): TrainingMethod {
  const settings = munitSettings(config, architecture);
  const shapes = munitInputs(settings);
  const styles = Object.entries(shapes).filter(([name]) => name.startsWith('style/'));
  return {
    forms: {
      [ONLY_FORM]: {
        inputs: shapes,
        step: trainedStep(munitIteration(settings, { gradientNorms }), {
          terms: loggedTerms(settings),
          averageDecay: config.averageDecay,
        }),
      },
    },
    runsOf: (_, inputs) => [{ form: ONLY_FORM, inputs }],
    inputs: (batch, { iteration }) => ({
      ...munitScalars(settings, iteration),
      'image/a': batch.source,
      'image/b': batch.reference,
      ...Object.fromEntries(
        styles.map(([name, shape]) => [name, drawnInput(config, { name, shape, iteration })]),
      ),
    }),
    schedules: (iteration) => ({ [LEARNING_RATE_SERIES]: munitLearningRate(settings, iteration) }),
  };
}
