// The methods that can be trained.
import type { RunConfig } from '@starlab/experiment';
import type { Architecture } from '@starlab/models';
import { dritMethod } from './drit/method.ts';
import { munitMethod } from './munit/method.ts';
import { starganMethod } from './stargan/method.ts';
import { starganV2Method } from './stargan-v2/method.ts';
import type { TrainingMethod, TrainingStepOptions } from './training-method.ts';

/** The method that `config` names, on `architecture`. */
export function trainingMethod(
  config: RunConfig,
  architecture: Architecture,
  options: TrainingStepOptions = {},
): TrainingMethod {
  switch (architecture.method) {
    case 'stargan-v2':
      return starganV2Method(config, architecture, options);
    case 'stargan':
      return starganMethod(config, architecture, options);
    case 'munit':
      return munitMethod(config, architecture, options);
    case 'drit':
    case 'msgan':
      return dritMethod(config, architecture, options);
    default:
      return architecture satisfies never;
  }
}
