// A run that is stopped and resumed is the same run, bit for bit; and the loop stops at numbers that are no numbers.
import { openDevice } from '@starlab/engine';
import { normalArray, randomStream, resolveConfig, type Batch } from '@starlab/experiment';
import { architectureOf, type HostTensor } from '@starlab/models';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { compileTraining } from '../src/methods/compile-training.ts';
import { train, type TrainOutcome } from '../src/loop/train.ts';
import { NonFiniteLossError } from '../src/loop/non-finite-loss.ts';
import { initialState } from '../src/state/state-shapes.ts';

const domains = ['cat', 'dog'];
const config = resolveConfig({
  imageSize: 32,
  batchSize: 2,
  baseWidth: 4,
  maxWidth: 8,
  hiddenDimension: 8,
  styleDimension: 4,
  latentDimension: 2,
  iterations: 4,
  dsIterations: 3,
  logEvery: 1,
});
const architecture = architectureOf(config, domains.length);

function randomBatch(iteration: number): Batch {
  const { seed, batchSize, latentDimension } = config;
  const image = (purpose: string): Float32Array =>
    normalArray({ seed, purpose, index: iteration }, batchSize * 3 * config.imageSize ** 2);
  const latent = (purpose: string): Float32Array =>
    normalArray({ seed, purpose, index: iteration }, batchSize * latentDimension);
  const stream = randomStream({ seed, purpose: 'domains', index: iteration });
  const domain = (): Int32Array =>
    Int32Array.from({ length: batchSize }, () => stream.integer(domains.length));
  return {
    source: image('source'),
    reference: image('reference'),
    reference2: image('reference2'),
    sourceDomain: domain(),
    targetDomain: domain(),
    latent: latent('latent'),
    latent2: latent('latent2'),
  };
}

type State = Readonly<Record<string, HostTensor>>;

interface Part {
  readonly program: Program;
  readonly startIteration?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of iterations finished. */
  readonly onProgress?: (done: number) => void;
  readonly batchOf?: (iteration: number) => Batch;
}

interface Trained {
  readonly outcome: TrainOutcome;
  /** The last one saved. */
  readonly checkpoint: Uint8Array;
}

type Program = Awaited<ReturnType<typeof compiled>>;

async function compiled(state: State) {
  const device = await openDevice('cpu');
  return compileTraining(device, { config, architecture, state });
}

async function trainPart({ onProgress, batchOf = randomBatch, ...part }: Part): Promise<Trained> {
  let checkpoint = new Uint8Array();
  const outcome = await train({
    ...part,
    config,
    domains,
    batches: { batch: (iteration) => Promise.resolve(batchOf(iteration)) },
    log: { log: () => undefined },
    checkpoints: {
      save(bytes) {
        checkpoint = new Uint8Array(bytes);
      },
    },
    onProgress: ({ done }) => onProgress?.(done),
  });
  return { outcome, checkpoint };
}

function bytesOf(tensor: HostTensor | undefined): Uint8Array {
  if (!tensor) throw new Error('no such tensor');
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

describe('training', () => {
  const initial = initialState(config, architecture);
  const initialValues = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
  let program: Program;
  let straight: Trained;
  beforeAll(async () => {
    program = await compiled(initial);
    straight = await trainPart({ program });
  });
  beforeEach(() => program.writeState(initialValues));
  afterAll(() => program.dispose());

  it('stopped after two of four iterations and resumed gives the very state of four in one go', async () => {
    const stop = new AbortController();
    const first = await trainPart({
      program,
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 2) stop.abort();
      },
    });
    expect(first.outcome).toEqual({ outcome: 'stopped', iteration: 2 });

    const { iteration, state } = decodeCheckpoint(first.checkpoint, { config, domains });
    const resumed = await compiled(state);
    const second = await trainPart({ program: resumed, startIteration: iteration });
    await resumed.dispose();
    expect(second.outcome).toEqual({ outcome: 'finished', iteration: 4 });
    expect(Buffer.compare(second.checkpoint, straight.checkpoint)).toBe(0);
  });

  it('moves every parameter, moment and average', () => {
    const { state } = decodeCheckpoint(straight.checkpoint);
    const still = Object.keys(initial).filter(
      (name) => Buffer.compare(bytesOf(initial[name]), bytesOf(state[name])) === 0,
    );
    // A bias before an instance norm has no gradient, and starting at 0 it has nothing to decay.
    expect(still.filter((name) => !/generator\/(encode|decode)\.\d+\.conv1\.bias$/.test(name))).toEqual([]);
  });

  it('stops with the name of the term when a batch holds a NaN', async () => {
    const poisoned = (iteration: number): Batch => {
      const batch = randomBatch(iteration);
      if (iteration === 1) batch.source[0] = Number.NaN;
      return batch;
    };
    const training = trainPart({ program, batchOf: poisoned });
    await expect(training).rejects.toThrow(NonFiniteLossError);
    await expect(training).rejects.toMatchObject({ iteration: 1, term: 'D/latent/real' });
  });
});
