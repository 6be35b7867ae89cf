// The demo study: every configuration of Table 1 on the drawn animals, small enough that `npm start` reaches its table in
// minutes on two cores with one seed, and three seeds take less than an hour.
import { ablation, presetConfig, resolveConfig, type Configuration } from '@starlab/experiment';
import { openImageFolder } from '@starlab/data';
import type { Session } from '../session.ts';
import { runStudy, type PlannedRun, type StudyControl } from './run-study.ts';

export const DEMO_STUDY = 'demo-ablation';

const demoBase = presetConfig('demo');

export interface DemoStudyPlan {
  /** Seeds 1 to this. */
  readonly seeds?: number;
  readonly configurations?: readonly Configuration[];
}

/** One run per configuration and seed, seed by seed, so that the first whole table comes early. */
export function plannedRuns({ seeds = 1, configurations }: DemoStudyPlan = {}): PlannedRun[] {
  const rows = ablation.filter(
    ({ configuration }) => configurations === undefined || configurations.includes(configuration),
  );
  return Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) =>
    rows.map(({ configuration, overrides }) => ({
      name: `${configuration}-seed${seed}`,
      config: resolveConfig({ ...demoBase, ...overrides, seed }),
    })),
  );
}

/** Runs what is left of the plan on the demo pictures, which must have been drawn. */
export async function runDemoStudy(
  session: Session,
  plan: DemoStudyPlan,
  control: StudyControl,
): Promise<'finished' | 'stopped'> {
  return runStudy(session, {
    name: DEMO_STUDY,
    description: `Configurations of the paper’s Table 1 on drawn animal faces, ${String(demoBase.imageSize)} px`,
    folder: await openImageFolder(session.home.demoData),
    base: resolveConfig(demoBase),
    planned: plannedRuns(plan),
    ...control,
  });
}
