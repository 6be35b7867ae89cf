// StarGAN v2 (and configurations C to E of its ablation) as a training method: one form of the iteration, or one for each
// part of each update where gradients are accumulated.
import { LAMBDA_DS_SERIES, type RunConfig } from '@starlab/experiment';
import type { StarganV2Architecture } from '@starlab/models';
import type { Arrays, TrainingMethod, TrainingStepOptions } from '../training-method.ts';
import { accumulation } from './accumulation.ts';
import { hasDiversityTerm, iterationInputs, trainingInputs } from './inputs.ts';
import { starganV2Step } from './iteration.ts';
import { lambdaDs } from './lambda-ds.ts';

const ONLY_FORM = 'iteration';

export function starganV2Method(
  config: RunConfig,
  architecture: StarganV2Architecture,
  options: TrainingStepOptions,
): TrainingMethod {
  const { domainCount } = architecture;
  const { masks = 'given' } = options;
  const whole = {
    forms: {
      [ONLY_FORM]: {
        inputs: trainingInputs(config, architecture, masks),
        step: starganV2Step(config, architecture, options),
      },
    },
    runsOf: (_: number, inputs: Arrays) => [{ form: ONLY_FORM, inputs }],
  };
  return {
    ...(config.accumulationSteps === 1 ? whole : accumulation(config, architecture, options)),
    inputs: (batch, at) =>
      iterationInputs(batch, config, { ...at, domainCount, hasMasksMade: masks === 'made' }),
    schedules: (iteration): Record<string, number> =>
      hasDiversityTerm(config) ? { [LAMBDA_DS_SERIES]: lambdaDs(config, iteration) } : {},
  };
}
