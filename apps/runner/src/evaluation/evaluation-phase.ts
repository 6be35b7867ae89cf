// The paper's evaluation of a checkpoint from the main thread's side: an engine thread computes, here it is recorded.
import type { Evaluation, Metric, Mode, RunConfig } from '@starlab/experiment';
import { contentHash, type ImageFolder } from '@starlab/data';
import { join } from 'node:path';
import type { RunLogHandle } from '../execution/run-log-handle.ts';
import type { Home } from '../home.ts';
import { startEngineThread, untilDone } from '../threads/engine-thread.ts';
import type { DeviceChoice, FromThread, NetworkSource } from '../threads/messages.ts';
import { RateMeter } from '../terminal/rate-meter.ts';
import type { ProgressArea } from '../terminal/progress.ts';
import { chooseFeatures, type FeatureChoice } from './choose-features.ts';

export interface EvaluationPhase {
  readonly home: Home;
  readonly log: Pick<RunLogHandle, 'evaluation' | 'message'>;
  readonly name: string;
  readonly progress: ProgressArea;
  readonly config: RunConfig;
  readonly folder: ImageFolder;
  readonly networks: NetworkSource;
  readonly device: DeviceChoice;
  readonly features: FeatureChoice;
  readonly modes: readonly Mode[];
  /** The paper's when left out. */
  readonly metrics?: readonly Metric[];
  /** Aborted on Ctrl-C: the evaluation ends after the batch in hand, and nothing of it is recorded. */
  readonly signal?: AbortSignal;
}

export interface EvaluationOutcome {
  readonly outcome: 'finished' | 'stopped';
  readonly evaluations: readonly Evaluation[];
}

/** Measures the networks and records every evaluation, to the last or to Ctrl-C. */
export async function evaluationPhase(phase: EvaluationPhase): Promise<EvaluationOutcome> {
  const { home, log, folder, signal } = phase;
  const bar = phase.progress.bar(`${phase.name} eval`.padEnd(10));
  const rate = new RateMeter();
  const found: Evaluation[] = [];
  const onMessage = async (message: FromThread): Promise<void> => {
    if (message.type === 'phase') {
      rate.reached(message.done);
      bar.update({ ...message, rate: rate.perSecond(), unit: 'images', detail: message.phase });
    }
    if (message.type === 'evaluations') {
      for (const evaluation of message.evaluations) await log.evaluation(evaluation);
      found.push(...message.evaluations);
    }
  };
  const thread = startEngineThread(
    {
      kind: 'evaluation',
      config: phase.config,
      domains: folder.domains,
      networks: phase.networks,
      dataRoot: folder.root,
      dataSha256: await contentHash(folder),
      device: phase.device,
      features: chooseFeatures(phase.features, home.weights),
      weightsFolder: home.weights,
      cacheFolder: join(home.cache, 'real-statistics'),
      modes: phase.modes,
      ...(phase.metrics && { metrics: phase.metrics }),
    },
    onMessage,
  );
  try {
    const { outcome } = await untilDone(thread, signal);
    if (outcome === 'stopped') return { outcome, evaluations: [] };
  } finally {
    bar.finish();
  }
  log.message(`evaluated: ${found.map((e) => `${e.metric} ${e.mode} ${e.mean.toFixed(4)}`).join(', ')}`);
  return { outcome: 'finished', evaluations: found };
}
