// What there is to train: the rows of the paper's Table 1, and the methods of its Tables 2 and 3 that are no rows.
import { z } from 'zod';
import { ablation } from './ablation.ts';
import { baselines } from './baselines.ts';
import type { RunConfig, RunConfigInput } from './config.ts';
import { configurationSchema, twoDomainMethods } from './names.ts';

export const trainableNameSchema = z.enum([...configurationSchema.options, ...twoDomainMethods]);
export type TrainableName = z.infer<typeof trainableNameSchema>;

export interface Trainable {
  /** `F`, or `munit`. */
  readonly name: TrainableName;
  /** As the paper prints it. */
  readonly title: string;
  /** What makes it what it is: it holds under any preset. */
  readonly overrides: RunConfigInput;
  /** What a preset may change. */
  readonly scale: RunConfigInput;
}

export const trainables: readonly Trainable[] = [
  ...ablation.map(({ configuration, title, overrides }) => ({
    name: configuration,
    title,
    overrides,
    scale: {},
  })),
  ...baselines.map(({ method, ...baseline }) => ({ name: method, ...baseline })),
];

/** @throws RangeError for a name that is none of `trainables`. */
export function trainable(name: TrainableName): Trainable {
  const found = trainables.find((candidate) => candidate.name === name);
  if (!found) throw new RangeError(`nothing to train is called ${name}`);
  return found;
}

/** Which of them a run is. */
export function trainableOf({
  configuration,
  method,
}: Pick<RunConfig, 'configuration' | 'method'>): Trainable {
  return trainable(trainableNameSchema.parse(configuration ?? method));
}
