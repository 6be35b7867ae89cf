// Runs a study: registers what is planned and not there yet, then executes what is not finished, one run after another.
import { resolveConfig, type RunId } from '@starlab/experiment';
import type { ImageFolder } from '@starlab/data';
import { createStudy, listRuns, type RunSummary } from '@starlab/tracking';
import { configSha256, registerRun } from '../execution/register-run.ts';
import { executeRun } from '../execution/execute-run.ts';
import type { FeatureChoice } from '../evaluation/choose-features.ts';
import type { Session } from '../session.ts';
import type { DeviceChoice } from '../threads/messages.ts';
import { demoBase, type PlannedRun } from './demo-study.ts';

export interface StudyOptions {
  readonly name: string;
  readonly description: string;
  readonly folder: ImageFolder;
  readonly planned: readonly PlannedRun[];
  readonly device: DeviceChoice;
  readonly features: FeatureChoice;
  readonly signal: AbortSignal;
}

interface RegisteredRun extends PlannedRun {
  readonly runId: RunId;
  readonly finished: boolean;
}

/** A run counts as the planned one if its configuration and seed are the same. */
const isPlanned = (run: RunSummary, planned: PlannedRun): boolean =>
  run.configSha256 === configSha256(planned.config) && run.seed === planned.config.seed;

async function registered(session: Session, options: StudyOptions): Promise<RegisteredRun[]> {
  const { folder } = options;
  const studyId = await createStudy(session.db, {
    name: options.name,
    description: options.description,
    dataset: folder.root,
    domains: folder.domains,
    base: resolveConfig(demoBase),
  });
  const existing = await listRuns(session.db, { studyId });
  const runs: RegisteredRun[] = [];
  for (const planned of options.planned) {
    const found = existing.find((run) => isPlanned(run, planned));
    const runId = found?.id ?? (await registerRun(session.db, { studyId, folder, ...planned }));
    runs.push({ ...planned, runId, finished: found?.state === 'finished' });
  }
  return runs;
}

/** @returns whether every planned run is finished, or the user stopped it. */
export async function runStudy(session: Session, options: StudyOptions): Promise<'finished' | 'stopped'> {
  for (const run of await registered(session, options)) {
    if (run.finished) continue;
    const outcome = await executeRun(session, { ...options, ...run, dataRoot: options.folder.root });
    if (outcome === 'stopped') return outcome;
  }
  return 'finished';
}
