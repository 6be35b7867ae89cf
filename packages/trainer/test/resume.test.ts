// A run that is stopped and resumed is the same run, bit for bit; and the loop stops at numbers that are no numbers.
import { openDevice } from '@starlab/engine';
import { normalArray, randomStream, resolveConfig, type Batch, type RunConfig } from '@starlab/experiment';
import { architectureOf, type HostTensor } from '@starlab/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { trainingInputs } from '../src/iteration/inputs.ts';
import { trainingStep } from '../src/iteration/stargan-v2.ts';
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

function randomBatch({ seed, batchSize, latentDimension }: RunConfig, iteration: number): Batch {
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

interface Part {
  readonly state: Readonly<Record<string, HostTensor>>;
  readonly startIteration?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of iterations finished. */
  readonly onProgress?: (done: number) => void;
  readonly batchOf?: (iteration: number) => Batch;
}

interface Trained {
  readonly outcome: TrainOutcome;
  readonly checkpoint: Uint8Array;
}

/** Trains from `state` on a program of its own and gives the last checkpoint saved. */
async function trainPart({ state, onProgress, batchOf, ...part }: Part): Promise<Trained> {
  const device = await openDevice('cpu');
  const program = await device.compile(trainingStep(config, architecture), {
    state: { ...state },
    inputs: trainingInputs(config, architecture),
  });
  let checkpoint = new Uint8Array();
  const outcome = await train({
    ...part,
    config,
    domains,
    program,
    batches: {
      batch: (iteration) => Promise.resolve((batchOf ?? ((i) => randomBatch(config, i)))(iteration)),
    },
    log: { log: () => undefined },
    checkpoints: {
      save(bytes) {
        checkpoint = new Uint8Array(bytes);
      },
    },
    onProgress: ({ done }) => onProgress?.(done),
  });
  await program.dispose();
  return { outcome, checkpoint };
}

describe('training', () => {
  let straight: Trained;
  beforeAll(async () => {
    straight = await trainPart({ state: initialState(config, architecture) });
  });

  it('stopped after two of four iterations and resumed gives the very state of four in one go', async () => {
    const stop = new AbortController();
    const first = await trainPart({
      state: initialState(config, architecture),
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 2) stop.abort();
      },
    });
    expect(first.outcome).toEqual({ outcome: 'stopped', iteration: 2 });
    const { iteration, state } = decodeCheckpoint(first.checkpoint, { config, domains });
    const second = await trainPart({ state, startIteration: iteration });
    expect(second.outcome).toEqual(straight.outcome);
    expect(Buffer.compare(second.checkpoint, straight.checkpoint)).toBe(0);
  });

  it('moves every parameter and every average', () => {
    const before = initialState(config, architecture);
    const { state } = decodeCheckpoint(straight.checkpoint);
    const still = Object.keys(before).filter(
      (name) => Buffer.compare(bytesOf(before[name]), bytesOf(state[name])) === 0,
    );
    // Biases start at 0 and those before an instance norm have no gradient, so they may stay there.
    expect(still.filter((name) => !/generator\/(encode|decode)\.\d+\.conv1\.bias$/.test(name))).toEqual([]);
  });

  it('stops with the name of the term when a batch holds a NaN', async () => {
    const poisoned = (iteration: number): Batch => {
      const batch = randomBatch(config, iteration);
      if (iteration === 1) batch.source[0] = Number.NaN;
      return batch;
    };
    const training = trainPart({ state: initialState(config, architecture), batchOf: poisoned });
    await expect(training).rejects.toThrow(NonFiniteLossError);
    await expect(training).rejects.toMatchObject({ iteration: 1, term: 'D/latent/real' });
  });
});

function bytesOf(tensor: HostTensor | undefined): Uint8Array {
  if (!tensor) throw new Error('no such tensor');
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}
