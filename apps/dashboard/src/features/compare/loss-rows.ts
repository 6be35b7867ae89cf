// Loss terms of several runs at one step, each beside its difference from the first run.
import type { LossesAt } from '@starlab/tracking';
import { compareSeriesNames } from '@/features/curves/grouping.ts';

export interface LossCell {
  /** Undefined where the run has no such term, or did not log it then. */
  readonly value: number | undefined;
  /** From the first run; undefined for the first run itself and where either value is missing. */
  readonly difference: number | undefined;
  /** The difference as a part of the first run's size; undefined where that is 0. */
  readonly relative: number | undefined;
}

export interface LossRow {
  readonly name: string;
  readonly cells: readonly LossCell[];
}

function cell(value: number | undefined, reference: number | undefined, isReference: boolean): LossCell {
  if (isReference || value === undefined || reference === undefined)
    return { value, difference: undefined, relative: undefined };
  const difference = value - reference;
  return { value, difference, relative: reference === 0 ? undefined : difference / Math.abs(reference) };
}

/** Every series that any of the runs has, in the order of the curves. */
export function lossRows(losses: readonly LossesAt[]): LossRow[] {
  const names = new Set(losses.flatMap(({ means }) => Object.keys(means)));
  return [...names].sort(compareSeriesNames).map((name) => {
    const values = losses.map(({ means }) => (means[name] === undefined ? undefined : Number(means[name])));
    return { name, cells: values.map((value, i) => cell(value, values[0], i === 0)) };
  });
}
