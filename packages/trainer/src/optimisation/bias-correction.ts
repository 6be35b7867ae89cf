// Adam's bias corrections as inputs of an iteration: they depend on how many steps a network has taken, so they cannot be
// constants of the compiled program. Steps of one kind share a number.
import type * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '@starlab/experiment';
import type { Parameters } from '@starlab/models';

type Moments = Pick<RunConfig, 'beta1' | 'beta2'>;

const inputName = (moment: 1 | 2, kind: string): string => `biasCorrection${moment}/${kind}`;

/** Adam's 1 − βᵗ. */
export function biasCorrection(beta: number, step: number): number {
  return 1 - beta ** step;
}

/** Name and shape of the inputs for steps of these kinds; there is no first moment when β₁ = 0. */
export function biasCorrectionInputs(
  kinds: readonly string[],
  { beta1 }: Pick<Moments, 'beta1'>,
): Record<string, number[]> {
  const moments = beta1 > 0 ? ([1, 2] as const) : ([2] as const);
  const named = kinds.flatMap((kind) =>
    moments.map((moment): [string, number[]] => [inputName(moment, kind), []]),
  );
  return Object.fromEntries(named);
}

/** The values of these inputs; `steps` has the number of the step of each kind, counted from 1. */
export function biasCorrectionValues(
  steps: Readonly<Record<string, number>>,
  { beta1, beta2 }: Moments,
): Record<string, Float32Array> {
  const values: Record<string, Float32Array> = {};
  for (const [kind, step] of Object.entries(steps)) {
    if (beta1 > 0) values[inputName(1, kind)] = Float32Array.of(biasCorrection(beta1, step));
    values[inputName(2, kind)] = Float32Array.of(biasCorrection(beta2, step));
  }
  return values;
}

export interface BiasCorrections {
  readonly biasCorrection1: tf.Scalar | undefined;
  readonly biasCorrection2: tf.Scalar;
}

/** Reads the inputs for steps of this kind. */
export function biasCorrectionsIn(inputs: Parameters, kind: string): BiasCorrections {
  const second = inputs[inputName(2, kind)];
  if (!second) throw new RangeError(`no bias correction for step ${kind}`);
  return {
    biasCorrection1: inputs[inputName(1, kind)] as tf.Scalar | undefined,
    biasCorrection2: second as tf.Scalar,
  };
}
