// One training iteration of StarGAN v2: its four updates, then the moving average. With style codes the first pass is guided by
// latents, the second by references. A pure function of (state, inputs), which the engine compiles into one program.
import type * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '@starlab/experiment';
import { withoutHeatMapNetwork, type StarganV2Architecture } from '@starlab/models';
import { updateAverages } from '../../optimisation/moving-average.ts';
import { networkLayouts } from '../../state/packed-state.ts';
import { flattenTrainingState, readTrainingState } from '../../state/training-state.ts';
import type { StepFunction, TrainingStepOptions } from '../training-method.ts';
import { readInputs } from './inputs.ts';
import { descendUpdate, gradientsOfUpdate, normsOf, updates } from './updates.ts';

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
    const iteration = {
      config,
      architecture,
      layouts: networkLayouts(architecture),
      tensors: readInputs(flatInputs, config, heatMapNetwork),
      gradientNorms,
      linearisedR1,
    };
    let state = readTrainingState(flatState);
    const outputs: Record<string, tf.Tensor> = {};
    for (const update of updates) {
      const { terms, gradients } = gradientsOfUpdate(update, state, iteration);
      Object.assign(outputs, terms, normsOf(update, gradients, iteration));
      state = descendUpdate(state, { update, gradients }, iteration);
    }
    return { state: flattenTrainingState(updateAverages(state, config.averageDecay)), outputs };
  };
}
