// DRIT, and MSGAN, which is DRIT with mode seeking, as a training method: a form for either kind of mini-batch. Images of the first
// domain by name are its A, of the second its B; random attributes make latent-guided, encoded ones reference-guided translations.
import { LEARNING_RATE_SERIES, type DomainSide, type RunConfig } from '@starlab/experiment';
import type { DritRunArchitecture } from '@starlab/models';
import type { TrainingMethod, TrainingStepOptions } from '../training-method.ts';
import { drawnInput, trainedStep, type LoggedTerm } from '../two-domains.ts';
import { cropped } from './crop.ts';
import { dritInputs, dritScalars } from './inputs.ts';
import { dritIteration } from './iteration.ts';
import { miniBatch, rateFactor, type MiniBatchKind } from './schedule.ts';
import type { DritSettings } from './settings.ts';

/** The authors' limit of the content discriminator's gradient, and what keeps mode seeking finite. */
const CONTENT_GRADIENT_LIMIT = 5;
const MODE_SEEKING_EPSILON = 1e-5;

/** @throws RangeError when `config` lacks DRIT's keys, which `resolveConfig` gives every configuration of DRIT and MSGAN. */
function dritSettings(config: RunConfig, architecture: DritRunArchitecture): DritSettings {
  const { cropSize, lambdaRec, lambdaKl, contentLearningRate, epochIterations } = config;
  if (
    !cropSize ||
    lambdaRec === undefined ||
    lambdaKl === undefined ||
    !contentLearningRate ||
    !epochIterations
  )
    throw new RangeError('a configuration of DRIT without its keys');
  const constantIterations = Math.max(0, config.iterations - config.learningRateDecayIterations);
  return {
    architecture,
    cropSize,
    batchSize: config.batchSize,
    weights: {
      adversarial: 1,
      reconstruction: lambdaRec,
      cycle: config.lambdaCyc,
      regularisation: lambdaKl,
      latentRegression: config.lambdaSty,
    },
    modeSeeking:
      config.lambdaMs === undefined ? undefined : { weight: config.lambdaMs, epsilon: MODE_SEEKING_EPSILON },
    learningRate: config.learningRate,
    contentLearningRate,
    beta1: config.beta1,
    beta2: config.beta2,
    weightDecay: config.weightDecay,
    contentGradientLimit: CONTENT_GRADIENT_LIMIT,
    schedule: {
      miniBatchesPerEpoch: epochIterations,
      contentInterval: config.criticSteps,
      epochs: config.iterations / epochIterations,
      decayFromEpoch: constantIterations / epochIterations,
    },
  };
}

/** Official terms stand as they are added up; here they are logged without their weights. */
function loggedTerms({ weights, modeSeeking }: DritSettings): Record<string, LoggedTerm> {
  const ofSide = (side: DomainSide): Record<string, LoggedTerm> => {
    const domain = side.toUpperCase();
    return {
      [`dis${domain}_real`]: { series: `D/ref/${side}/real` },
      [`dis${domain}_fake`]: { series: `D/ref/${side}/fake` },
      [`dis${domain}2_real`]: { series: `D/latent/${side}/real` },
      [`dis${domain}2_fake`]: { series: `D/latent/${side}/fake` },
      [`gan_loss_${side}`]: { series: `G/ref/${side}/adv` },
      [`gan_loss_${side}content`]: { series: `G/ref/${side}/adv_content` },
      [`kl_loss_za_${side}`]: { series: `G/ref/${side}/kl_attribute`, weight: weights.regularisation },
      [`kl_loss_zc_${side}`]: { series: `G/ref/${side}/kl_content`, weight: weights.regularisation },
      [`l1_recon_${domain}_loss`]: { series: `G/ref/${side}/cyc`, weight: weights.cycle },
      [`l1_recon_${domain}${domain}_loss`]: { series: `G/ref/${side}/rec`, weight: weights.reconstruction },
      [`gan2_loss_${side}`]: { series: `G/latent/${side}/adv` },
      [`l1_recon_z_loss_${side}`]: { series: `G/latent/${side}/sty`, weight: weights.latentRegression },
    };
  };
  const weight = modeSeeking?.weight ?? 1;
  return {
    disContent_loss: { series: 'D/content' },
    ...ofSide('a'),
    ...ofSide('b'),
    lz_BA: { series: 'G/latent/a/ms', weight },
    lz_AB: { series: 'G/latent/b/ms', weight },
  };
}

/** The kinds of mini-batches that occur. */
function kindsOf({ contentInterval, miniBatchesPerEpoch }: DritSettings['schedule']): MiniBatchKind[] {
  return contentInterval > 1 && miniBatchesPerEpoch > 2 ? ['content', 'full'] : ['full'];
}

const isDrawn = (name: string): boolean => /^(noise|random|epsilon)/.test(name);

export function dritMethod(
  config: RunConfig,
  architecture: DritRunArchitecture,
  { gradientNorms = false }: TrainingStepOptions,
): TrainingMethod {
  const settings = dritSettings(config, architecture);
  const logging = { terms: loggedTerms(settings), averageDecay: config.averageDecay };
  const kindAt = (iteration: number): MiniBatchKind => miniBatch(iteration, settings.schedule).kind;
  const form = (kind: MiniBatchKind) => ({
    inputs: dritInputs(settings, kind),
    step: trainedStep(dritIteration(settings, kind, { gradientNorms }), logging),
  });
  const forms = Object.fromEntries(kindsOf(settings.schedule).map((kind) => [kind, form(kind)]));
  return {
    forms,
    runsOf: (iteration, inputs) => [{ form: kindAt(iteration), inputs }],
    inputs: (batch, { iteration }) => {
      const drawn = Object.entries(dritInputs(settings, kindAt(iteration))).filter(([name]) => isDrawn(name));
      const crop = (images: Float32Array, side: DomainSide): Float32Array =>
        cropped(images, config, { cropSize: settings.cropSize, side, iteration });
      return {
        ...dritScalars(settings, iteration),
        'image/A': crop(batch.source, 'a'),
        'image/B': crop(batch.reference, 'b'),
        ...Object.fromEntries(
          drawn.map(([name, shape]) => [name, drawnInput(config, { name, shape, iteration })]),
        ),
      };
    },
    schedules: (iteration) => ({
      [LEARNING_RATE_SERIES]:
        settings.learningRate * rateFactor(miniBatch(iteration, settings.schedule).epoch, settings.schedule),
    }),
  };
}
