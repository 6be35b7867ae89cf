// The thread's own end of the channel: its job, what it says, and batches that arrive when asked for.
import { parentPort, workerData } from 'node:worker_threads';
import type { Batch } from '@starlab/experiment';
import { buffersOf } from './batch-buffers.ts';
import { deferred, type Deferred } from './deferred.ts';
import { fromWords, toWords } from './error-words.ts';
import type { FromThread, Job, ToThread } from './messages.ts';

export function say(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

export function jobOf<K extends Job['kind']>(kind: K): Extract<Job, { kind: K }> {
  const { job } = workerData as { job: Job };
  if (job.kind !== kind) throw new TypeError(`a thread for ${kind} was given a job for ${job.kind}`);
  return job as Extract<Job, { kind: K }>;
}

/** Runs the thread's work and reports how it ended; nothing a thread throws is lost. */
export async function runThread(work: () => Promise<Extract<FromThread, { type: 'done' }>>): Promise<void> {
  try {
    say(await work());
  } catch (error) {
    say({ type: 'failed', error: toWords(error) });
  }
}

export interface IncomingBatches {
  batch(iteration: number): Promise<Batch>;
  /** Gives a batch's memory back to the main thread. */
  used(batch: Batch): void;
  /** Aborted when the main thread asks to stop. */
  readonly stop: AbortSignal;
}

/** Batches made by the main thread, so that decoding goes on while this thread computes. */
export function incomingBatches(): IncomingBatches {
  const waiting = new Map<number, Deferred<Batch>>();
  const stop = new AbortController();
  parentPort?.on('message', (message: ToThread) => {
    switch (message.type) {
      case 'batch':
        waiting.get(message.iteration)?.resolve(message.batch);
        waiting.delete(message.iteration);
        return;
      case 'batch-failed':
        for (const request of waiting.values()) request.reject(fromWords(message.error));
        return;
      case 'stop':
        stop.abort();
        return;
      default:
        message satisfies never;
    }
  });
  return {
    stop: stop.signal,
    batch(iteration) {
      const request = deferred<Batch>();
      waiting.set(iteration, request);
      say({ type: 'need-batch', iteration });
      return request.promise;
    },
    used(batch) {
      say({ type: 'used-batch', batch }, buffersOf(batch));
    },
  };
}
