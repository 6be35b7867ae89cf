// The studies that come with Starlab: every configuration of Table 1 on the drawn animals, each under the name of its
// preset. `demo` is small enough that `npm start` reaches its table in minutes; `demo-ablation` is kept in docs/ablation.md.
import { ablation, presetConfig, resolveConfig, type Configuration } from '@starlab/experiment';
import { openImageFolder } from '@starlab/data';
import type { Session } from '../session.ts';
import { runStudy, type PlannedRun, type StudyControl } from './run-study.ts';

export const demoStudies = ['demo', 'demo-ablation'] as const;
export type DemoStudy = (typeof demoStudies)[number];

/** What `npm start` runs. */
export const FIRST_STUDY: DemoStudy = 'demo';

export interface DemoStudyPlan {
  readonly study: DemoStudy;
  /** Seeds 1 to this. */
  readonly seeds?: number;
  readonly configurations?: readonly Configuration[];
}

/** One run per configuration and seed, seed by seed, so that the first whole table comes early. */
export function plannedRuns({ study, seeds = 1, configurations }: DemoStudyPlan): PlannedRun[] {
  const base = presetConfig(study);
  const rows = ablation.filter(
    ({ configuration }) => configurations === undefined || configurations.includes(configuration),
  );
  return Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) =>
    rows.map(({ configuration, overrides }) => ({
      name: `${configuration}-seed${seed}`,
      config: resolveConfig({ ...base, ...overrides, seed }),
    })),
  );
}

/** Runs what is left of the plan on the demo pictures, which must have been drawn. */
export async function runDemoStudy(
  session: Session,
  plan: DemoStudyPlan,
  control: StudyControl,
): Promise<'finished' | 'stopped'> {
  const base = presetConfig(plan.study);
  return runStudy(session, {
    name: plan.study,
    description: `Configurations of the paper’s Table 1 on drawn animal faces, ${String(base.imageSize)} px`,
    folder: await openImageFolder(session.home.demoData),
    base: resolveConfig(base),
    planned: plannedRuns(plan),
    ...control,
  });
}
