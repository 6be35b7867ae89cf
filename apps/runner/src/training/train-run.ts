// One run, from its row in the database to its last checkpoint: the main thread's side. An engine thread computes;
// here batches are decoded, terms are journaled, grids stored, and signals heard.
import type { RunConfig, RunId } from '@starlab/experiment';
import { createBatchSource, encodePng, type ImageFolder } from '@starlab/data';
import { openRunLog, putArtifact, type Database } from '@starlab/tracking';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import { sampleInputs } from '../sampling/sample-inputs.ts';
import { startEngineThread } from '../threads/engine-thread.ts';
import { toWords } from '../threads/error-words.ts';
import type { DeviceChoice, FromThread, SampleGrid } from '../threads/messages.ts';
import { RateMeter } from '../terminal/rate-meter.ts';
import { startProgress } from '../terminal/progress.ts';
import { feedBatches } from './batch-feed.ts';
import { latestCheckpoint } from './checkpoint-files.ts';

export interface TrainRunOptions {
  readonly home: Home;
  readonly db: Database;
  readonly runId: RunId;
  readonly name: string;
  readonly config: RunConfig;
  readonly folder: ImageFolder;
  readonly device: DeviceChoice;
  /** Aborted on Ctrl-C: the run stops at a checkpoint. */
  readonly signal: AbortSignal;
}

export interface TrainRunResult {
  readonly outcome: 'finished' | 'stopped';
  readonly checkpoint: string;
}

type RunLogHandle = Awaited<ReturnType<typeof openRunLog>>;

/** Transferable buffers of a batch: they move to the thread instead of being copied. */
function buffersOf(batch: object): ArrayBuffer[] {
  return Object.values(batch).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}

async function storeGrid(home: Home, log: RunLogHandle, grid: SampleGrid): Promise<void> {
  const png = await encodePng(grid.rgb, grid.width, grid.height);
  const sha256 = await putArtifact(home.root, png, 'png');
  await log.sample({ key: grid.key, step: grid.step, sha256, width: grid.width, height: grid.height });
}

const shownLosses = ['D/latent/real', 'D/latent/fake', 'G/latent/adv', 'G/latent/cyc'] as const;

function lossSummary(losses: Readonly<Record<string, number>>): string {
  const shown = (name: string): string => (losses[name] ?? Number.NaN).toFixed(2);
  const [real, fake, adversarial, cycle] = shownLosses.map(shown);
  return `D ${real}/${fake} G ${adversarial} cyc ${cycle}`;
}

/** Trains (or resumes) a run until its last iteration, its user's Ctrl-C, or an error, and records how it ended. */
export async function trainRun(options: TrainRunOptions): Promise<TrainRunResult> {
  const { home, db, runId, config, folder, signal } = options;
  const runFolder = join(home.runs, runId);
  const checkpointFolder = join(runFolder, 'checkpoints');
  const resume = latestCheckpoint(checkpointFolder);
  const samples = await sampleInputs(folder, config.imageSize);
  const log = await openRunLog(db, { runId, home: home.root });
  const source = createBatchSource({ folder, config });
  const feed = feedBatches(source, config.iterations);
  const bar = startProgress(options.name.padEnd(12));
  const rate = new RateMeter();

  const onMessage = async (message: FromThread, thread: ReturnType<typeof startEngineThread>): Promise<void> => {
    switch (message.type) {
      case 'need-batch':
        // Not awaited: the messages behind this one (losses, grids) need not wait for a decoder.
        void feed.take(message.iteration).then(
          (batch) => {
            thread.send({ type: 'batch', iteration: message.iteration, batch }, buffersOf(batch));
          },
          (error: unknown) => {
            thread.send({ type: 'batch-failed', error: toWords(error) });
          },
        );
        return;
      case 'started':
        log.message(`device ${message.device}; compiled in ${message.compileSeconds.toFixed(1)} s; from iteration ${message.iteration}`);
        return;
      case 'log':
        log.log(message.values, { step: message.step });
        return;
      case 'progress':
        rate.reached(message.done);
        bar.update({ done: message.done, total: message.total, rate: rate.perSecond(), detail: lossSummary(message.losses) });
        return;
      case 'grid':
        await storeGrid(home, log, message.grid);
        return;
      case 'checkpoint':
        await log.checkpoint(message.record);
        log.message(`checkpoint at iteration ${message.record.step}`);
        return;
      case 'phase':
      case 'evaluations':
      case 'done':
      case 'failed':
        return;
      default:
        message satisfies never;
    }
  };

  const thread = startEngineThread(
    {
      kind: 'training',
      config,
      domains: folder.domains,
      device: options.device,
      checkpointFolder,
      samples,
      ...(resume ? { resumeFrom: resume.path } : {}),
    },
    onMessage,
  );
  const stop = (): void => {
    thread.send({ type: 'stop' });
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const { outcome, iteration } = await thread.done;
    bar.finish();
    await log.flush();
    if (outcome === 'stopped') {
      log.message(`stopped by its user after iteration ${iteration}`);
      await log.finish('killed', 'stopped by its user');
    } else {
      await log.finish('finished');
    }
    return { outcome, checkpoint: latestCheckpoint(checkpointFolder)?.path ?? '' };
  } catch (error) {
    bar.finish();
    const { message } = toWords(error);
    log.message(message);
    await log.finish('failed', message);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    source.close();
  }
}
