// One run from its row in the database to its last word: training (or what is left of it), then the evaluation.
import {
  modeSchema,
  type Evaluation,
  type Mode,
  type RunConfig,
  type RunId,
  type WorkerId,
} from '@starlab/experiment';
import { contentHash, domainsOfRun, openImageFolder, type ImageFolder } from '@starlab/data';
import { getRun, openRunLog, recordCircumstances, startSystemMetrics } from '@starlab/tracking';
import { evaluationPhase } from '../evaluation/evaluation-phase.ts';
import type { FeatureChoice } from '../evaluation/choose-features.ts';
import { captureOutput } from './capture-output.ts';
import { captureEnvironment, captureGit } from './circumstances.ts';
import type { RunLogHandle } from './run-log-handle.ts';
import type { Session } from '../session.ts';
import type { ProgressArea } from '../terminal/progress.ts';
import type { DeviceChoice } from '../threads/messages.ts';
import { checkpointFolderOf, latestCheckpoint } from '../training/checkpoint-files.ts';
import { trainingPhase, type TrainingPhase } from '../training/training-phase.ts';

export interface ExecuteRunOptions {
  readonly runId: RunId;
  readonly name: string;
  readonly progress: ProgressArea;
  readonly config: RunConfig;
  readonly dataRoot: string;
  readonly device: DeviceChoice;
  readonly features: FeatureChoice;
  /** Empty: train only. */
  readonly modes?: readonly Mode[];
  /** Its reason is the run's when it stops. */
  readonly signal: AbortSignal;
  /** The worker that took the run from the queue. */
  readonly workerId?: WorkerId;
}

const warn = (message: string): void => {
  console.error(`! ${message}`);
};

/** With the database away too, the journal keeps the last word; the error that came first is the one to show. */
async function finishFailed(log: RunLogHandle, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  try {
    log.message(reason);
    await log.finish('failed', reason);
  } catch (cause) {
    warn(`The run's end is in its journal but not yet in the database: ${String(cause)}`);
  }
}

interface Circumstances {
  readonly whole: ImageFolder;
  readonly folder: ImageFolder;
  readonly resumes: boolean;
}

/**
 * A run launched from elsewhere learns here which pictures it has and what machine this is.
 * @returns what to say of pictures that changed since a resumed run began: what is trained from now on no longer repeats it.
 */
async function learnCircumstances(
  { db, home }: Pick<Session, 'db' | 'home'>,
  runId: RunId,
  { whole, folder, resumes }: Circumstances,
): Promise<string | undefined> {
  const known = (await getRun(db, runId))?.dataset.sha256;
  if (known === null) {
    await recordCircumstances(db, {
      runId,
      datasetSha256: await contentHash(whole),
      domains: folder.domains,
      environment: await captureEnvironment(),
      git: await captureGit(home.root),
    });
    return undefined;
  }
  if (known === undefined || !resumes || known === (await contentHash(whole))) return undefined;
  return `The pictures in ${whole.root} are not those that the run began with; it goes on with these.`;
}

/** Adds to the log, beside what the run says itself, what the machine does and what the process prints. */
function startCapture(opened: RunLogHandle): { readonly log: RunLogHandle; readonly endCapture: () => void } {
  let step: number | undefined;
  const log: RunLogHandle = {
    ...opened,
    log(values, at) {
      step = at.step;
      opened.log(values, at);
    },
  };
  const endMetrics = startSystemMetrics(opened, () => step);
  const endOutput = captureOutput((line) => {
    try {
      opened.message(line);
    } catch {
      // A journal that the disk does not take is reported where values are logged; printing goes on.
    }
  });
  return {
    log,
    endCapture: () => {
      endMetrics();
      endOutput();
    },
  };
}

/** How a run ended: with what was measured of it, or at its user's wish. */
export type RunEnd =
  | { readonly outcome: 'finished'; readonly evaluations: readonly Evaluation[] }
  | { readonly outcome: 'stopped'; readonly when: string };

async function trainAndMeasure(
  phase: TrainingPhase & { readonly modes: readonly Mode[]; readonly features: FeatureChoice },
): Promise<RunEnd> {
  const { outcome, iteration } = await trainingPhase(phase);
  if (outcome === 'stopped') return { outcome, when: `after iteration ${iteration}` };
  const checkpoint = latestCheckpoint(phase.checkpointFolder);
  if (!checkpoint || phase.modes.length === 0) return { outcome, evaluations: [] };
  const networks = { kind: 'checkpoint', path: checkpoint.path } as const;
  const measured = await evaluationPhase({ ...phase, networks });
  return measured.outcome === 'stopped'
    ? { outcome: 'stopped', when: 'while it was evaluated' }
    : { outcome, evaluations: measured.evaluations };
}

/** Trains and evaluates; says how it ended in the database, whatever happens. */
export async function executeRun(session: Session, options: ExecuteRunOptions): Promise<RunEnd> {
  const { home, db } = session;
  const { runId, config, modes = modeSchema.options } = options;
  const checkpointFolder = checkpointFolderOf(home.runs, runId);
  const whole = await openImageFolder(options.dataRoot);
  const folder = domainsOfRun(whole, config);
  const resumes = latestCheckpoint(checkpointFolder) !== undefined;
  const changed = await learnCircumstances(session, runId, { whole, folder, resumes });
  const opened = await openRunLog(db, {
    runId,
    home: home.root,
    workerId: options.workerId,
    onWarning: warn,
  });
  const { log, endCapture } = startCapture(opened);
  // Printed, and so in the run's log too.
  if (changed) warn(changed);
  let end: RunEnd;
  try {
    end = await trainAndMeasure({ ...options, home, log, folder, checkpointFolder, modes });
  } catch (error) {
    endCapture();
    await finishFailed(log, error);
    throw error;
  }
  endCapture();
  if (end.outcome === 'finished') {
    await log.finish('finished');
    return end;
  }
  const reason = String(options.signal.reason);
  log.message(`${reason} ${end.when}`);
  await log.finish('killed', reason);
  return end;
}
