// What a method is to the trainer: an iteration in one or several forms, and where its numbers come from.
import type * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '@starlab/experiment';
import type { Parameters } from '@starlab/models';
import type { MaskArrays } from './stargan-v2/masks.ts';

/** A pure step: the state it returns has the names and shapes of the state it was given. */
export type StepFunction = (
  state: Parameters,
  inputs: Parameters,
) => { state: Record<string, tf.Tensor>; outputs: Record<string, tf.Tensor> };

/** One form of the iteration: what it takes and what it does. */
export interface IterationForm {
  /** Name and shape of every input, all float32. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly step: StepFunction;
}

export type Arrays = Readonly<Record<string, Float32Array>>;

/** One run of a form, with its inputs. */
export interface FormRun {
  readonly form: string;
  readonly inputs: Arrays;
}

export interface TrainingMethod {
  /** By name. A form that no iteration takes is not there. */
  readonly forms: Readonly<Record<string, IterationForm>>;
  /**
   * What makes up iteration i, counted from 0, one run after another; `inputs` are those of the whole iteration. Outputs of
   * one name are added up.
   */
  runsOf(iteration: number, inputs: Arrays): readonly FormRun[];
  /** Vectors that pass from run to run within an iteration, by name and shape: zero at its ends, and in no checkpoint. */
  readonly betweenRuns?: Readonly<Record<string, readonly number[]>>;
  /** The inputs of iteration i's form. */
  inputs(
    batch: Batch,
    at: { readonly iteration: number; readonly masks?: MaskArrays },
  ): Record<string, Float32Array>;
  /** Scheduled numbers of iteration i, by the series they are logged in. */
  schedules(iteration: number): Record<string, number>;
}

export interface TrainingStepOptions {
  /** Adds `gradient_norm/<update>/<network>`, L2 over each network that the update steps. */
  readonly gradientNorms?: boolean;
  /** StarGAN v2: merges R1 with the real term (see linearised-discriminator-loss.ts); same figures, less work. On by default. */
  readonly linearisedR1?: boolean;
  /** StarGAN v2 with highPassWeight above 0: masks are inputs, or made by the heat-map network. Given by default. */
  readonly masks?: 'given' | 'made';
  /** StarGAN: labels are attributes that may hold together, not classes. Off by default. */
  readonly multiLabel?: boolean;
}
