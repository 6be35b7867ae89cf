// The demo study: every configuration that can be trained, one seed each, on the drawn animals, small enough that
// `npm start` reaches its table in minutes on two cores.
import { ablation, resolveConfig, type RunConfig, type RunConfigInput } from '@starlab/experiment';

export const DEMO_STUDY = 'demo-ablation';

/** What the demo changes against the paper's setting, all for the sake of two cores and eight minutes. */
export const demoBase: RunConfigInput = {
  imageSize: 32,
  baseWidth: 12,
  hiddenDimension: 64,
  iterations: 1200,
  learningRate: 1e-3,
  mappingLearningRate: 1e-5,
  averageDecay: 0.99,
  seed: 1,
  logEvery: 5,
  sampleEvery: 100,
  checkpointEvery: 300,
};

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
