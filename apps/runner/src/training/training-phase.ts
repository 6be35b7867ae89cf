// Training from the main thread's side: an engine thread computes; here batches are decoded, terms are journaled,
// grids stored, and signals heard.
import type { RunConfig } from '@starlab/experiment';
import { createBatchSource, encodePng, type ImageFolder } from '@starlab/data';
import { putArtifact } from '@starlab/tracking';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import { sampleInputs } from '../sampling/sample-inputs.ts';
import type { RunLogHandle } from '../execution/run-log-handle.ts';
import { buffersOf } from '../threads/batch-buffers.ts';
import { startEngineThread, type EngineThread, untilDone } from '../threads/engine-thread.ts';
import { toWords } from '../threads/error-words.ts';
import type { DeviceChoice, FromThread, SampleGrid } from '../threads/messages.ts';
import { RateMeter } from '../terminal/rate-meter.ts';
import type { ProgressArea } from '../terminal/progress.ts';
import { latestCheckpoint } from './checkpoint-files.ts';

export interface TrainingPhase {
  readonly home: Home;
  readonly log: RunLogHandle;
  readonly name: string;
  readonly progress: ProgressArea;
  readonly config: RunConfig;
  readonly folder: ImageFolder;
  readonly device: DeviceChoice;
  readonly checkpointFolder: string;
  /** Aborted on Ctrl-C: training stops at a checkpoint. */
  readonly signal: AbortSignal;
}

export interface TrainingOutcome {
  readonly outcome: 'finished' | 'stopped';
  /** Iterations finished. */
  readonly iteration: number;
}

async function storeGrid(home: Home, log: RunLogHandle, grid: SampleGrid): Promise<void> {
  const png = await encodePng(grid.rgb, grid.width, grid.height);
  const sha256 = await putArtifact(home.root, png, 'png');
  await log.sample({ key: grid.key, step: grid.step, sha256, width: grid.width, height: grid.height });
}

/** What the bar shows of an iteration, whatever the method calls its passes: the first series that ends so. */
const shownTerms = [
  ['D', 'real'],
  ['D', 'fake'],
  ['G', 'adv'],
  ['G', 'cyc'],
] as const;

/** Losses of this iteration over those before it: a generator need not step in each. */
function lossSummary(losses: ReadonlyMap<string, number>): string {
  const shown = shownTerms.map(([update, term]) => {
    const name = [...losses.keys()].find((key) => key.startsWith(`${update}/`) && key.endsWith(`/${term}`));
    const value = name === undefined ? undefined : losses.get(name);
    return value?.toFixed(2) ?? '–';
  });
  const [real, fake, adversarial, cycle] = shown;
  return `D ${real}/${fake} G ${adversarial} cyc ${cycle}`;
}

/** Goes on from the newest checkpoint, if there is one, to the last iteration, Ctrl-C, or an error. */
export async function trainingPhase(phase: TrainingPhase): Promise<TrainingOutcome> {
  const { home, log, config, folder, signal } = phase;
  const resume = latestCheckpoint(phase.checkpointFolder);
  const samples = await sampleInputs(folder, config.imageSize);
  const source = createBatchSource({
    folder,
    config,
    resizedFolder: join(home.cache, 'resized-images'),
  });
  const bar = phase.progress.bar(phase.name.padEnd(10));
  const rate = new RateMeter();
  const losses = new Map<string, number>();

  const sendBatch = async (iteration: number, thread: EngineThread): Promise<void> => {
    try {
      const batch = await source.batch(iteration);
      thread.send({ type: 'batch', iteration, batch }, buffersOf(batch));
    } catch (error) {
      thread.send({ type: 'batch-failed', error: toWords(error) });
    }
  };

  const onMessage = async (message: FromThread, thread: EngineThread): Promise<void> => {
    switch (message.type) {
      case 'need-batch':
        // Not awaited: the messages behind this one (losses, grids) need not wait for a decoder.
        void sendBatch(message.iteration, thread);
        return;
      case 'used-batch':
        source.giveBack(message.batch);
        return;
      case 'started':
        log.message(
          `device ${message.device}, compiled in ${message.compileSeconds.toFixed(1)} s; from iteration ${message.iteration}`,
        );
        return;
      case 'log':
        log.log(message.values, { step: message.step });
        return;
      case 'progress':
        rate.reached(message.done);
        for (const [name, value] of Object.entries(message.losses)) losses.set(name, value);
        bar.update({
          done: message.done,
          total: message.total,
          rate: rate.perSecond(),
          detail: lossSummary(losses),
        });
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
      device: phase.device,
      checkpointFolder: phase.checkpointFolder,
      weightsFolder: home.weights,
      samples,
      ...(resume ? { resumeFrom: resume.path } : {}),
    },
    onMessage,
  );
  try {
    return await untilDone(thread, signal);
  } finally {
    bar.finish();
    source.close();
  }
}
