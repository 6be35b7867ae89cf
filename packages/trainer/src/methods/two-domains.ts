// What the methods with a model for two domains share as training methods: their steps speak the official code's names and know of
// no moving average; their draws are functions of the iteration.
import * as tf from '@tensorflow/tfjs-core';
import { normalArray, type LossName, type RunConfig } from '@starlab/experiment';
import { sizeOf } from '@starlab/models';
import { updateAverages } from '../optimisation/moving-average.ts';
import { flattenTrainingState, readTrainingState } from '../state/training-state.ts';
import type { StepFunction } from './training-method.ts';

/** The series a term is logged in, and what stands before it in the sum. */
export interface LoggedTerm {
  readonly series: LossName;
  /** @default 1 */
  readonly weight?: number;
}

export interface TrainedStepOptions {
  /** By the official code's name; other terms are not logged. */
  readonly terms: Readonly<Record<string, LoggedTerm>>;
  readonly averageDecay: number;
}

/** `step` with its terms, without their weights, in the series of a run, and moving averages where the state holds any. */
export function trainedStep(step: StepFunction, { terms, averageDecay }: TrainedStepOptions): StepFunction {
  return (state, inputs) => {
    const stepped = step(state, inputs);
    const outputs = Object.entries(stepped.outputs).flatMap(([name, value]): [string, tf.Tensor][] => {
      if (name.startsWith('gradient_norm/')) return [[name, value]];
      const logged = terms[name];
      if (!logged) return [];
      const { series, weight = 1 } = logged;
      return [[series, weight === 1 || weight === 0 ? value : tf.div(value, weight)]];
    });
    const after = readTrainingState({ ...state, ...stepped.state });
    return {
      state: flattenTrainingState(updateAverages(after, averageDecay)),
      outputs: Object.fromEntries(outputs),
    };
  };
}

/** Standard normal values of an iteration's input; inputs of different names are independent. */
export function drawnInput(
  { method, seed }: Pick<RunConfig, 'method' | 'seed'>,
  { name, shape, iteration }: { name: string; shape: readonly number[]; iteration: number },
): Float32Array {
  return normalArray({ seed, purpose: `${method}/${name}`, index: iteration }, sizeOf(shape));
}
