// The demo study: every configuration that can be trained, one seed each, on the drawn animals, small enough that
// `npm start` reaches its table in minutes on two cores.
import { ablation, presetConfig, resolveConfig, type RunConfig } from '@starlab/experiment';

export const DEMO_STUDY = 'demo-ablation';

export const demoBase = presetConfig('demo');

export interface PlannedRun {
  readonly name: string;
  readonly config: RunConfig;
}

/** One run per trainable configuration and seed. */
export function plannedRuns(seeds: readonly number[] = [1]): PlannedRun[] {
  return ablation.flatMap((row) =>
    row.overrides === undefined
      ? []
      : seeds.map((seed) => ({
          name: `${row.configuration}-seed${seed}`,
          config: resolveConfig({ ...demoBase, ...row.overrides, seed }),
        })),
  );
}
