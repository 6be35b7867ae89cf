// StarGAN (configuration A; B with the multi-task head) as a training method: two forms of the iteration.
import { LEARNING_RATE_SERIES, type RunConfig } from '@starlab/experiment';
import type { StarganArchitecture } from '@starlab/models';
import type { TrainingMethod, TrainingStepOptions } from '../training-method.ts';
import {
  starganBatch,
  starganFormOf,
  starganForms,
  starganInputs,
  starganIterationInputs,
} from './inputs.ts';
import { starganStep } from './iteration.ts';
import { learningRateAt } from './schedules.ts';

export function starganMethod(
  config: RunConfig,
  architecture: StarganArchitecture,
  options: TrainingStepOptions,
): TrainingMethod {
  const { domainCount } = architecture;
  const forms = starganForms
    .filter((form) => form === 'both' || config.criticSteps > 1)
    .map((form) => {
      const inputs = starganInputs(config, architecture, form);
      return [form, { inputs, step: starganStep(form, { config, architecture, options }) }] as const;
    });
  return {
    forms: Object.fromEntries(forms),
    runsOf: (iteration, inputs) => [{ form: starganFormOf(config, iteration), inputs }],
    inputs: (batch, { iteration }) =>
      starganIterationInputs(starganBatch(batch, { config, domainCount, iteration }), config, iteration),
    schedules: (iteration): Record<string, number> =>
      config.learningRateDecayIterations > 0
        ? { [LEARNING_RATE_SERIES]: learningRateAt(config, iteration) }
        : {},
  };
}
