// The state before iteration 0, drawn in a thread of its own while the engine thread compiles: tens of millions of normal
// numbers take as long as tracing the iteration.
import { Worker } from 'node:worker_threads';
import type { RunConfig } from '@starlab/experiment';
import { deferred } from '../threads/deferred.ts';

export interface InitialStateJob {
  readonly config: RunConfig;
  readonly domainCount: number;
}

const module = new URL('./initial-state-thread.ts', import.meta.url).href;

/** Resolves with the state by vector, as the trainer's `initialVectors` makes it. */
export function drawInitialState(job: InitialStateJob): Promise<Readonly<Record<string, Float32Array>>> {
  const { promise, resolve, reject } = deferred<Readonly<Record<string, Float32Array>>>();
  // Whoever waits hears of a failure; until then somebody may have failed before.
  promise.catch(() => undefined);
  new Worker(new URL('../threads/bootstrap.mjs', import.meta.url), { workerData: { module, job } })
    .once('message', resolve)
    .once('error', reject)
    .once('exit', (code) => {
      reject(new Error(`the thread that draws the first state ended with code ${code}`));
    });
  return promise;
}
