// The loop against a program of one number: what it logs, saves and refuses. (Real programs: see the golden tests.)
import { resolveConfig, type Batch, type RunConfig } from '@starlab/experiment';
import { architectureOf } from '@starlab/models';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../checkpoint/checkpoint.ts';
import { initialState } from '../state/state-shapes.ts';
import { NonFiniteLossError } from './non-finite-loss.ts';
import { RATE_SERIES, train, type TrainingProgram, type TrainOptions } from './train.ts';

const domains = ['cat', 'dog'];
const small = {
  imageSize: 32,
  batchSize: 1,
  baseWidth: 1,
  maxWidth: 1,
  hiddenDimension: 1,
  styleDimension: 1,
  latentDimension: 1,
  iterations: 10,
  logEvery: 4,
  sampleEvery: 5,
  checkpointEvery: 3,
};
const STEPS_TAKEN = 'parameters/generator/to_rgb.2.bias';

const batchOf = (iteration: number): Batch => ({
  source: new Float32Array(3 * 32 * 32).fill(iteration),
  sourceDomain: Int32Array.of(0),
  reference: new Float32Array(3 * 32 * 32),
  reference2: new Float32Array(3 * 32 * 32),
  targetDomain: Int32Array.of(1),
  latent: Float32Array.of(0),
  latent2: Float32Array.of(0),
});

/** Counts its runs in one parameter and gives each batch's first pixel as its loss. */
function countingProgram(config: RunConfig): TrainingProgram {
  const initial = initialState(config, architectureOf(config, domains.length));
  const state = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
  return {
    run(_iteration, inputs) {
      const counter = state[STEPS_TAKEN];
      if (counter) counter[0] = (counter[0] ?? 0) + 1;
      return Promise.resolve({
        'D/latent/real': Float32Array.of(1),
        'G/latent/adv': Float32Array.of(inputs['source']?.[0] ?? Number.NaN),
      });
    },
    readState: () =>
      Promise.resolve(Object.fromEntries(Object.entries(state).map(([name, data]) => [name, data.slice()]))),
  };
}

interface Recorded {
  readonly options: TrainOptions;
  readonly rows: { step: number; values: Readonly<Record<string, number>> }[];
  readonly saved: { step: number; bytes: Uint8Array }[];
  readonly sampled: number[];
}

function recorded(change: Partial<TrainOptions> = {}): Recorded {
  const config = change.config ?? resolveConfig(small);
  const recording: Omit<Recorded, 'options'> = { rows: [], saved: [], sampled: [] };
  const options: TrainOptions = {
    config,
    domains,
    program: countingProgram(config),
    batches: { batch: (iteration) => Promise.resolve(batchOf(iteration)) },
    log: { log: (values, { step }) => recording.rows.push({ step, values }) },
    checkpoints: {
      save(bytes, { step }) {
        recording.saved.push({ step, bytes });
      },
    },
    onSamples: (step) => {
      recording.sampled.push(step);
    },
    ...change,
  };
  return { options, ...recording };
}

describe('train', () => {
  it('logs the first iteration, every logEvery and the last, with the weight of that iteration', async () => {
    const { options, rows } = recorded();
    expect(await train(options)).toEqual({ outcome: 'finished', iteration: 10 });
    expect(rows.map(({ step }) => step)).toEqual([1, 4, 8, 10]);
    expect(rows[1]?.values).toMatchObject({ 'G/latent/adv': 3, 'schedule/lambda_ds': 0.7 });
    expect(rows[1]?.values[RATE_SERIES]).toBeGreaterThan(0);
  });

  it('says of each batch once that it is used, after its iteration and before the next', async () => {
    const batches = new Map<Batch, number>();
    const used: (number | undefined)[] = [];
    const { options } = recorded({
      batches: {
        batch: (iteration) => {
          const batch = batchOf(iteration);
          batches.set(batch, iteration);
          return Promise.resolve(batch);
        },
        used: (batch) => used.push(batches.get(batch)),
      },
      onProgress: ({ done }) => {
        expect(used).toHaveLength(done);
      },
    });
    await train(options);
    expect(used).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('saves every checkpointEvery and the last, samples every sampleEvery', async () => {
    const { options, saved, sampled } = recorded();
    await train(options);
    expect(saved.map(({ step }) => step)).toEqual([3, 6, 9, 10]);
    expect(sampled).toEqual([5, 10]);
    const last = saved.at(-1);
    if (!last) throw new Error('nothing saved');
    const { iteration, state } = decodeCheckpoint(last.bytes, { config: options.config, domains });
    expect(iteration).toBe(10);
    expect(state[STEPS_TAKEN]?.data[0]).toBe(10);
  });

  it('reports every iteration', async () => {
    const done: number[] = [];
    const { options } = recorded({ onProgress: (progress) => done.push(progress.done) });
    await train({ ...options, startIteration: 6 });
    expect(done).toEqual([7, 8, 9, 10]);
  });

  it('asks for each batch once, one ahead', async () => {
    const asked: number[] = [];
    const { options } = recorded({
      batches: {
        batch: (iteration) => {
          asked.push(iteration);
          return Promise.resolve(batchOf(iteration));
        },
      },
    });
    await train({ ...options, startIteration: 7 });
    expect(asked).toEqual([7, 8, 9]);
  });

  it('stops between iterations when told to, with a checkpoint of what is finished', async () => {
    const stop = new AbortController();
    const { options, saved } = recorded({
      signal: stop.signal,
      // By a message of the event loop, as a worker thread would hear of it.
      onProgress: ({ done }) => {
        if (done === 4) setImmediate(() => stop.abort());
      },
    });
    expect(await train(options)).toEqual({ outcome: 'stopped', iteration: 4 });
    expect(saved.map(({ step }) => step)).toEqual([3, 4]);
  });

  it('saves nothing when told to stop before anything new is finished', async () => {
    const { options, saved } = recorded({ signal: AbortSignal.abort() });
    expect(await train({ ...options, startIteration: 5 })).toEqual({ outcome: 'stopped', iteration: 5 });
    expect(saved).toEqual([]);
  });

  it('keeps what is finished when a batch cannot be had', async () => {
    const { options, saved } = recorded({
      batches: {
        batch: (iteration) =>
          iteration < 5 ? Promise.resolve(batchOf(iteration)) : Promise.reject(new Error('no picture')),
      },
    });
    await expect(train(options)).rejects.toThrow('no picture');
    expect(saved.map(({ step }) => step)).toEqual([3, 5]);
  });

  it('stops at a NaN with the term’s name, after logging the row, and saves nothing of it', async () => {
    const { options, rows, saved } = recorded({
      batches: {
        batch: (iteration) => {
          const batch = batchOf(iteration);
          if (iteration === 7) batch.source[0] = Number.NaN;
          return Promise.resolve(batch);
        },
      },
    });
    const failure = await train(options).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NonFiniteLossError);
    expect(failure).toMatchObject({ term: 'G/latent/adv', iteration: 7 });
    expect(rows.at(-1)).toMatchObject({ step: 8, values: { 'G/latent/adv': Number.NaN } });
    expect(saved.map(({ step }) => step)).toEqual([3, 6]);
  });

  it('does not save a state that overflowed while its losses were finite', async () => {
    const config = resolveConfig(small);
    const program = countingProgram(config);
    const overflowing: TrainingProgram = {
      run: (iteration, inputs) => program.run(iteration, inputs),
      async readState() {
        const state = await program.readState();
        state['moment2/discriminator/main.0.weight']?.fill(Number.POSITIVE_INFINITY);
        return state;
      },
    };
    const { options, saved } = recorded({ config, program: overflowing });
    await expect(train(options)).rejects.toThrow(
      'moment2/discriminator/main.0.weight is Infinity at iteration 2',
    );
    expect(saved).toEqual([]);
  });

  it('logs no diversity weight in configuration E', async () => {
    const { options, rows } = recorded({
      config: resolveConfig({ ...small, configuration: 'E', lambdaDs: 0 }),
    });
    await train(options);
    expect(Object.keys(rows[0]?.values ?? {})).not.toContain('schedule/lambda_ds');
  });

  it('refuses w_hpf > 0 without masks', async () => {
    const { options } = recorded({ config: resolveConfig({ ...small, highPassWeight: 1 }) });
    await expect(train(options)).rejects.toThrow('highPassWeight above 0 needs the heat-map masks');
  });
});
