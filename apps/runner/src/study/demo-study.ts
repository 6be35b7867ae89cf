// The demo study: every configuration of Table 1, one seed each, on the drawn animals, small enough that
// `npm start` reaches its table in minutes on two cores.
import { ablation, presetConfig, resolveConfig, type RunConfig } from '@starlab/experiment';

export const DEMO_STUDY = 'demo-ablation';

export const demoBase = presetConfig('demo');

export interface PlannedRun {
  readonly name: string;
  readonly config: RunConfig;
}

/** One run per configuration and seed. */
export function plannedRuns(seeds: readonly number[] = [1]): PlannedRun[] {
  return ablation.flatMap(({ configuration, overrides }) =>
    seeds.map((seed) => ({
      name: `${configuration}-seed${seed}`,
      config: resolveConfig({ ...demoBase, ...overrides, seed }),
    })),
  );
}
