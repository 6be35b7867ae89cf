// Starts an engine thread for a job and hands its messages to a listener until it is done or fails.
import { Worker } from 'node:worker_threads';
import { deferred } from './deferred.ts';
import { fromWords } from './error-words.ts';
import type { FromThread, Job, ToThread } from './messages.ts';

const modules = {
  training: new URL('../training/training-thread.ts', import.meta.url),
  evaluation: new URL('../evaluation/evaluation-thread.ts', import.meta.url),
  sampling: new URL('../sampling/sampling-thread.ts', import.meta.url),
} as const satisfies Record<Job['kind'], URL>;

type Done = Extract<FromThread, { type: 'done' }>;

export interface EngineThread {
  /** Resolves with the last word of the thread; rejects with its error. */
  readonly done: Promise<Done>;
  send(message: ToThread, transfer?: ArrayBuffer[]): void;
}

/** The thread's last word; once `signal` aborts, the thread is asked to stop at its next safe point. */
export async function untilDone(thread: EngineThread, signal: AbortSignal | undefined): Promise<Done> {
  const stop = (): void => {
    thread.send({ type: 'stop' });
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    return await thread.done;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Messages reach `onMessage` in order and one at a time: the next waits until its promise resolves. */
export function startEngineThread(
  job: Job,
  onMessage: (message: FromThread, thread: EngineThread) => void | Promise<void>,
): EngineThread {
  const worker = new Worker(new URL('./bootstrap.mjs', import.meta.url), {
    workerData: { module: modules[job.kind].href, job },
  });
  const { promise: done, resolve, reject } = deferred<Done>();
  const thread: EngineThread = {
    done,
    send: (message, transfer = []) => {
      worker.postMessage(message, transfer);
    },
  };
  let queue = Promise.resolve();
  const handle = async (message: FromThread): Promise<void> => {
    await onMessage(message, thread);
    if (message.type === 'done') resolve(message);
    if (message.type === 'failed') reject(fromWords(message.error));
  };
  worker.on('message', (message: FromThread) => {
    queue = queue.then(() => handle(message)).catch(reject);
  });
  worker.on('error', reject);
  worker.on('exit', (code) => {
    void queue.then(() => {
      reject(new Error(`the ${job.kind} thread ended with code ${code} before it was done`));
    });
  });
  return { ...thread, done: done.finally(() => worker.terminate()) };
}
