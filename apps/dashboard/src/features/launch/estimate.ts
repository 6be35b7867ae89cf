// How long a launch will take, from runs that had the same amount of work an iteration; nothing is extrapolated.
import type { RunConfig } from '@starlab/experiment';
import type { TrainingSpeed } from '@starlab/tracking';
import type { PlannedRun } from './launch-request.ts';

/** Keys on which the work of an iteration does not depend. */
const NOT_COST =
  /^(seed|domains|iterations|dsIterations|epochIterations|beta|weightDecay|averageDecay|randomCrop|outputs|evaluation)|LearningRate|^learningRate|Every$|^lambda/;

/** Of the loss weights only whether a term is there at all counts. */
function costOf(config: RunConfig): string {
  const entries = Object.entries(config).filter(([key]) => !NOT_COST.test(key));
  const terms = Object.entries(config).filter(([key]) => key.startsWith('lambda'));
  return JSON.stringify([
    ...entries.sort(([a], [b]) => (a < b ? -1 : 1)),
    ...terms.map(([key, weight]) => [key, Number(weight) > 0]).sort(),
  ]);
}

export interface Estimate {
  /** For all runs, one after the other; undefined if one of them has no like. */
  readonly seconds: number | undefined;
  readonly secondsPerIteration: number | undefined;
  /** The runs it rests on, newest first. */
  readonly from: readonly TrainingSpeed[];
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const RUNS_USED = 5;

export function estimate(runs: readonly PlannedRun[], speeds: readonly TrainingSpeed[]): Estimate {
  const byCost = new Map<string, TrainingSpeed[]>();
  for (const speed of speeds) {
    const cost = costOf(speed.config);
    byCost.set(cost, [...(byCost.get(cost) ?? []), speed]);
  }
  const parts = runs.map(({ config }) => {
    const like = (byCost.get(costOf(config)) ?? []).slice(0, RUNS_USED);
    const each = median(like.map(({ secondsPerIteration }) => secondsPerIteration));
    return { like, each, seconds: each === undefined ? undefined : each * config.iterations };
  });
  const known = parts.flatMap(({ seconds }) => seconds ?? []);
  return {
    seconds: known.length === parts.length ? known.reduce((sum, seconds) => sum + seconds, 0) : undefined,
    secondsPerIteration: parts[0]?.each,
    from: [...new Set(parts.flatMap(({ like }) => like))].slice(0, RUNS_USED),
  };
}
