// Works through the queue: leases a run, executes it, and says how it ended; several at once if asked, each with its share of
// the threads. Stopped, it gives its runs back at a checkpoint.
import { availableParallelism, hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { StarlabError } from '@starlab/experiment';
import { availableDevices } from '@starlab/engine';
import { getRun, joinQueue, replayJournals, type Lease, type QueueWorker } from '@starlab/tracking';
import { executeRun, type RunEnd } from '../execution/execute-run.ts';
import type { FeatureChoice } from '../evaluation/choose-features.ts';
import { checkOwn } from '../select-run.ts';
import type { Session } from '../session.ts';
import { requireHeatMapNetwork } from '../weights/heat-map-network.ts';
import type { ProgressArea } from '../terminal/progress.ts';
import type { DeviceChoice } from '../threads/messages.ts';
import { outliveDatabase } from './outlive-database.ts';

/** How soon a waiting run is noticed. */
const POLL_MS = 1_000;

export interface WorkQueueOptions {
  /** @default host and process number */
  readonly name?: string | undefined;
  readonly device: DeviceChoice;
  readonly features: FeatureChoice;
  readonly concurrency: number;
  /** End when nothing waits. */
  readonly once: boolean;
  readonly progress: ProgressArea;
  readonly signal: AbortSignal;
}

interface Work extends WorkQueueOptions {
  readonly session: Session;
  readonly worker: QueueWorker;
}

const failureText = (error: unknown): string =>
  error instanceof StarlabError ? `${error.message} ${error.remedy}` : String(error);

/** Threads of one of `concurrency` runs at once. */
function share({ device, threads }: DeviceChoice, concurrency: number): DeviceChoice {
  if (concurrency === 1) return threads === undefined ? { device } : { device, threads };
  return { device, threads: Math.max(1, Math.floor((threads ?? availableParallelism()) / concurrency)) };
}

async function execute(work: Work, lease: Lease): Promise<RunEnd> {
  const { session, worker, progress } = work;
  const run = await getRun(session.db, lease.runId);
  if (!run) throw new StarlabError(`Run ${lease.runId} is gone.`, { remedy: 'It was deleted meanwhile.' });
  const { config } = checkOwn(run);
  requireHeatMapNetwork(config, session.home.weights);
  progress.note(`run ${run.name} of ${run.studyName} (${run.id})`);
  return executeRun(session, {
    runId: run.id,
    name: run.name,
    config,
    dataRoot: run.dataset.path,
    device: share(work.device, work.concurrency),
    features: work.features,
    progress,
    signal: AbortSignal.any([work.signal, lease.lost]),
    workerId: worker.id,
  });
}

/** Asks the database until it answers: its absence ends neither the worker nor the other runs that it works on. */
const patiently = <Answer>({ signal, progress }: Work, ask: () => Promise<Answer>): Promise<Answer> =>
  outliveDatabase(ask, {
    signal,
    onWarning: (message) => {
      progress.note(`! ${message}`);
    },
  });

async function workOn(work: Work, lease: Lease): Promise<void> {
  try {
    const { outcome } = await execute(work, lease);
    if (outcome === 'finished') await patiently(work, () => lease.complete());
    else if (!lease.lost.aborted) await patiently(work, () => lease.giveBack());
    else work.progress.note(`run ${lease.runId}: ${String(lease.lost.reason)}`);
  } catch (error) {
    work.progress.note(`run ${lease.runId} failed: ${failureText(error)}`);
    const { db, home } = work.session;
    await patiently(work, async () => {
      // What failed may have been to tell the database of the run's end: the journal knows better.
      await replayJournals(db, home.root);
      await lease.fail(failureText(error));
    });
  }
}

async function takeRuns(work: Work): Promise<void> {
  const { worker, signal, once } = work;
  while (!signal.aborted) {
    const lease = await patiently(work, () => worker.lease());
    if (lease) await workOn(work, lease);
    else if (once) return;
    else await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Takes runs until the signal, or, with `once`, until none waits. A run that fails is reported and does not end the worker.
 * @throws StarlabError if the queue cannot be opened.
 */
export async function workQueue(session: Session, options: WorkQueueOptions): Promise<void> {
  const devices = (await availableDevices()).filter(({ available }) => available);
  const worker = await joinQueue(session.db, {
    name: options.name ?? `${hostname()}-${process.pid}`,
    device: options.device.device,
    devices: devices.map(({ name }) => name),
    concurrency: options.concurrency,
    onWarning: (message) => {
      options.progress.note(`! ${message}`);
    },
  });
  try {
    const work = { ...options, session, worker };
    await Promise.all(Array.from({ length: options.concurrency }, () => takeRuns(work)));
  } finally {
    await worker.close();
  }
}
