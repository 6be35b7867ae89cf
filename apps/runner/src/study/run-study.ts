// Runs a study: registers what is planned and not there yet, then executes what is not finished, several runs at once.
import { availableParallelism } from 'node:os';
import type { RunConfig, RunId } from '@starlab/experiment';
import { domainsOfRun, type ImageFolder } from '@starlab/data';
import { configSha256, createStudy, listRuns, type RunSummary } from '@starlab/tracking';
import { registerRun } from '../execution/register-run.ts';
import { executeRun } from '../execution/execute-run.ts';
import type { FeatureChoice } from '../evaluation/choose-features.ts';
import type { Session } from '../session.ts';
import type { ProgressArea } from '../terminal/progress.ts';
import type { DeviceChoice } from '../threads/messages.ts';

export interface PlannedRun {
  readonly name: string;
  readonly config: RunConfig;
}

/** How a study is run, whatever is in it. */
export interface StudyControl {
  readonly device: DeviceChoice;
  readonly features: FeatureChoice;
  readonly progress: ProgressArea;
  readonly signal: AbortSignal;
}

export interface StudyOptions extends StudyControl {
  readonly name: string;
  readonly description: string;
  readonly folder: ImageFolder;
  /** What its runs differ from. */
  readonly base: RunConfig;
  readonly planned: readonly PlannedRun[];
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
    base: options.base,
  });
  const existing = await listRuns(session.db, { studyId });
  const runs: RegisteredRun[] = [];
  for (const planned of options.planned) {
    const found = existing.find((run) => isPlanned(run, planned));
    const runId =
      found?.id ??
      (await registerRun(session.db, {
        studyId,
        folder,
        domains: domainsOfRun(folder, planned.config).domains,
        home: session.home.root,
        ...planned,
      }));
    runs.push({ ...planned, runId, finished: found?.state === 'finished' });
  }
  return runs;
}

/** How many runs go at once, and how many threads each: small graphs gain more from company than from threads. */
function shares(runs: number, { device, threads }: DeviceChoice): { atOnce: number; device: DeviceChoice } {
  const available = threads ?? availableParallelism();
  const atOnce = Math.max(1, Math.min(runs, available));
  return { atOnce, device: { device, threads: Math.max(1, Math.floor(available / atOnce)) } };
}

/**
 * Runs what is left of the study, several runs at once, each with its share of the threads.
 * A run that fails does not stop the others; its error is thrown when they are done.
 * @returns whether every planned run is finished, or the user stopped it.
 */
export async function runStudy(session: Session, options: StudyOptions): Promise<'finished' | 'stopped'> {
  const waiting = (await registered(session, options)).filter(({ finished }) => !finished);
  const { atOnce, device } = shares(waiting.length, options.device);
  const failures: unknown[] = [];
  let stopped = false;

  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run && !stopped; run = waiting.shift()) {
      try {
        const { root: dataRoot } = options.folder;
        const { outcome } = await executeRun(session, { ...options, ...run, device, dataRoot });
        if (outcome === 'stopped') stopped = true;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
  return stopped ? 'stopped' : 'finished';
}
