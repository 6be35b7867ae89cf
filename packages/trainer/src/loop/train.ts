// The training loop: batch in, terms out, checkpoints between. It knows no engine, no disk and no database; whoever
// calls it hands in a compiled program, a source of batches, a log and a store.
import { setImmediate } from 'node:timers/promises';
import type { Batch, RunConfig } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { encodeCheckpoint } from '../checkpoint/checkpoint.ts';
import { trainingMethod } from '../methods/method-of.ts';
import { checkFinite } from './non-finite-loss.ts';

/** The series of the training rate since the last row logged, iterations per second of wall time. */
export const RATE_SERIES = 'system/iterations_per_second';

/** A compiled training step, its state by parameter: what the loop needs of it. */
export interface TrainingProgram {
  run(
    iteration: number,
    inputs: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Float32Array>>;
  readState(): Promise<Record<string, Float32Array>>;
}

export interface TrainOptions {
  readonly config: RunConfig;
  /** Domain names in the order of their indices. */
  readonly domains: readonly string[];
  /** As `compileTraining` makes it, holding the state after `startIteration` iterations. */
  readonly program: TrainingProgram;
  /** Asked for one batch ahead of the one in use. */
  readonly batches: {
    batch(iteration: number): Promise<Batch>;
    /** The iteration is done, and nothing reads its batch again. */
    used?(batch: Batch): void;
  };
  readonly log: { log(values: Readonly<Record<string, number>>, options: { step: number }): void };
  readonly checkpoints: { save(bytes: Uint8Array, options: { step: number }): void | Promise<void> };
  /** Called every `sampleEvery` iterations and after the last, with the number of iterations finished. */
  readonly onSamples?: (step: number) => void | Promise<void>;
  /** Called after every iteration. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /** When it aborts, the loop finishes its iteration, saves a checkpoint and returns. */
  readonly signal?: AbortSignal;
  /** As the program was compiled; see `TrainingStepOptions`. */
  readonly masks?: 'given' | 'made';
  /** Iterations already finished; 0 unless resuming. */
  readonly startIteration?: number;
}

export interface TrainProgress {
  /** Iterations finished. */
  readonly done: number;
  readonly total: number;
  /** Loss terms of the iteration just finished. */
  readonly losses: Readonly<Record<string, number>>;
}

export interface TrainOutcome {
  readonly outcome: 'finished' | 'stopped';
  /** Iterations finished. */
  readonly iteration: number;
}

const isMultiple = (step: number, every: number): boolean => step % every === 0;

function scalars(outputs: Readonly<Record<string, Float32Array>>): Record<string, number> {
  return Object.fromEntries(Object.entries(outputs).map(([name, [value]]) => [name, value ?? Number.NaN]));
}

/** Iterations per second since the call before, the first time since `startStep`. */
function rateMeter(startStep: number): (step: number) => number {
  let last = { step: startStep, milliseconds: performance.now() };
  return (step) => {
    const previous = last;
    last = { step, milliseconds: performance.now() };
    return ((last.step - previous.step) * 1000) / (last.milliseconds - previous.milliseconds);
  };
}

async function saveCheckpoint(options: TrainOptions, step: number): Promise<void> {
  const { config, domains, program, checkpoints } = options;
  const state = await program.readState();
  // The last update may overflow after its loss was still finite: such a state must not become the newest checkpoint.
  checkFinite(state, step - 1);
  await checkpoints.save(encodeCheckpoint({ iteration: step, config, domains, state }), { step });
}

/** What is finished is kept before an error that is not of the state's own making ends the run, such as a picture that cannot be read. */
async function savingOnFailure<Value>(work: Promise<Value>, save: () => Promise<void>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    await save();
    throw error;
  }
}

/** One batch ahead, so that decoding overlaps with computing. */
function prefetching(batches: TrainOptions['batches'], end: number): (iteration: number) => Promise<Batch> {
  let ahead: { iteration: number; batch: Promise<Batch> } | undefined;
  const request = (iteration: number): Promise<Batch> => {
    const batch = batches.batch(iteration);
    batch.catch(() => undefined); // whoever takes it reports the failure
    return batch;
  };
  return async (iteration) => {
    const batch = await (ahead?.iteration === iteration ? ahead.batch : request(iteration));
    const next = iteration + 1;
    ahead = next < end ? { iteration: next, batch: request(next) } : undefined;
    return batch;
  };
}

/**
 * Runs iterations until `config.iterations` are finished or `signal` aborts; either way the newest checkpoint is then of
 * the iteration returned, and where a batch cannot be had, of the iteration before it. Rows are logged at the first iteration
 * and every `logEvery`, at the step of iterations finished.
 * @throws NonFiniteLossError naming the term, as soon as a loss is NaN or infinite; no checkpoint is written of it.
 */
export async function train(options: TrainOptions): Promise<TrainOutcome> {
  const { config, domains, program, log, signal, startIteration = 0, masks = 'given' } = options;
  const { iterations, logEvery, sampleEvery, checkpointEvery } = config;
  const method = trainingMethod(config, architectureOf(config, domains.length), { masks });
  const takeBatch = prefetching(options.batches, iterations);
  const rate = rateMeter(startIteration);
  let savedAt = startIteration;
  const saveFinished = async (step: number): Promise<void> => {
    if (savedAt < step) await saveCheckpoint(options, step);
    savedAt = step;
  };

  for (let iteration = startIteration; iteration < iterations; iteration++) {
    // A turn of the event loop: a message to stop can only arrive between iterations.
    await setImmediate();
    if (signal?.aborted) {
      await saveFinished(iteration);
      return { outcome: 'stopped', iteration };
    }

    const batch = await savingOnFailure(takeBatch(iteration), () => saveFinished(iteration));
    const outputs = await program.run(iteration, method.inputs(batch, { iteration }));
    options.batches.used?.(batch);
    const step = iteration + 1;
    const isLast = step === iterations;
    const losses = scalars(outputs);
    if (step === 1 || isLast || isMultiple(step, logEvery))
      log.log({ ...losses, ...method.schedules(iteration), [RATE_SERIES]: rate(step) }, { step });
    checkFinite(outputs, iteration);
    options.onProgress?.({ done: step, total: iterations, losses });

    if (isLast || isMultiple(step, checkpointEvery)) await saveFinished(step);
    if (isLast || isMultiple(step, sampleEvery)) await options.onSamples?.(step);
  }
  return { outcome: 'finished', iteration: iterations };
}
