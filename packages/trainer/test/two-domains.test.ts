// MUNIT, DRIT and MSGAN as runs train them, at the smallest size: what they log, that a resumed run is the same run, bit for bit, and
// that smaller crops than the authors' go through. What they compute is held by replays of the authors' code.
import { openDevice } from '@starlab/engine';
import {
  normalArray,
  resolveConfig,
  type Batch,
  type RunConfig,
  type RunConfigInput,
} from '@starlab/experiment';
import { architectureOf, type HostTensor } from '@starlab/models';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { train } from '../src/loop/train.ts';
import { compileTraining } from '../src/methods/compile-training.ts';
import { trainingMethod } from '../src/methods/method-of.ts';
import { initialState } from '../src/state/state-shapes.ts';

const domains = ['cat', 'dog'];

function configOf(change: RunConfigInput): RunConfig {
  const smallest = { imageSize: 32, baseWidth: 2, hiddenDimension: 4, latentDimension: 2, iterations: 6 };
  return resolveConfig({ ...smallest, logEvery: 1, ...change });
}

function batchOf(config: RunConfig, iteration: number): Batch {
  const { seed, batchSize, imageSize, latentDimension } = config;
  const normal = (purpose: string, count: number): Float32Array =>
    normalArray({ seed, purpose, index: iteration }, count);
  const pixels = batchSize * 3 * imageSize ** 2;
  return {
    source: normal('source', pixels),
    reference: normal('reference', pixels),
    reference2: normal('reference2', pixels),
    sourceDomain: new Int32Array(batchSize).fill(0),
    targetDomain: new Int32Array(batchSize).fill(1),
    latent: normal('latent', batchSize * latentDimension),
    latent2: normal('latent2', batchSize * latentDimension),
  };
}

type State = Readonly<Record<string, HostTensor>>;

interface Part {
  readonly state: State;
  readonly startIteration?: number;
  /** Stop when so many iterations are finished. */
  readonly until?: number;
}

interface Trained {
  readonly checkpoint: Uint8Array;
  /** Names of the series of every row, by step. */
  readonly logged: ReadonlyMap<number, readonly string[]>;
}

/** Compiled once: what is trained depends on the state that is written into it alone. */
async function compiled(config: RunConfig) {
  const architecture = architectureOf(config, domains.length);
  const device = await openDevice('cpu', { threads: 1 });
  const initial = initialState(config, architecture);
  const program = await compileTraining(device, { config, architecture, state: initial });
  const run = async ({ state, startIteration = 0, until }: Part): Promise<Trained> => {
    program.writeState(Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data])));
    let checkpoint = new Uint8Array();
    const logged = new Map<number, readonly string[]>();
    const stop = new AbortController();
    await train({
      config,
      domains,
      program,
      startIteration,
      signal: stop.signal,
      batches: { batch: (iteration) => Promise.resolve(batchOf(config, iteration)) },
      log: { log: (values, { step }) => logged.set(step, Object.keys(values)) },
      checkpoints: {
        save(bytes) {
          checkpoint = new Uint8Array(bytes);
        },
      },
      onProgress: ({ done }) => {
        if (done === until) stop.abort();
      },
    });
    return { checkpoint, logged };
  };
  return { initial, run, dispose: () => program.dispose() };
}

const both = (...names: readonly string[]): string[] =>
  names.flatMap((name) => ['a', 'b'].map((side) => name.replace('*', side)));
const always = ['schedule/learning_rate', 'system/iterations_per_second'];
const full = [
  'D/content',
  ...both('D/latent/*/fake', 'D/latent/*/real', 'D/ref/*/fake', 'D/ref/*/real'),
  ...both('G/latent/*/adv', 'G/latent/*/sty', 'G/ref/*/adv', 'G/ref/*/adv_content', 'G/ref/*/cyc'),
  ...both('G/ref/*/kl_attribute', 'G/ref/*/kl_content', 'G/ref/*/rec'),
];

/** The last two of an epoch of five are full whatever the interval, and the third. */
const epoch = { epochIterations: 5 };
const cases: Readonly<
  Record<string, { config: RunConfig; terms: readonly string[]; contentSteps: readonly number[] }>
> = {
  munit: {
    config: configOf({ method: 'munit', residualBlocks: 1 }),
    terms: both('D/*/fake', 'D/*/real', 'G/*/adv', 'G/*/con', 'G/*/cyc', 'G/*/rec', 'G/*/sty'),
    contentSteps: [],
  },
  drit: { config: configOf({ method: 'drit', ...epoch }), terms: full, contentSteps: [1, 2, 6] },
  msgan: {
    config: configOf({ method: 'msgan', ...epoch, attributeEntry: 'feature-wise', averageDecay: 0.9 }),
    terms: [...full, ...both('G/latent/*/ms')],
    contentSteps: [1, 2, 6],
  },
};

describe.each(Object.entries(cases))('%s', (_, { config, terms, contentSteps }) => {
  it(
    'logs its terms, and stopped and resumed ends in the very state of one go',
    { timeout: 240_000 },
    async () => {
      const { initial, run, dispose } = await compiled(config);
      const straight = await run({ state: initial });
      for (const [step, names] of straight.logged) {
        const expected = contentSteps.includes(step) ? ['D/content'] : terms;
        expect([...names].sort(), `step ${step}`).toEqual([...expected, ...always].sort());
      }
      expect(straight.logged.size).toBe(config.iterations);

      const first = await run({ state: initial, until: 4 });
      const { iteration, state } = decodeCheckpoint(first.checkpoint, { config, domains });
      expect(iteration).toBe(4);
      const second = await run({ state, startIteration: iteration });
      await dispose();
      expect(Buffer.compare(second.checkpoint, straight.checkpoint)).toBe(0);
    },
  );
});

it('shows DRIT other crops and other draws in every iteration, each a function of its number', () => {
  const { config } = cases['drit'] ?? {};
  if (!config) throw new Error('no DRIT');
  const method = trainingMethod(config, architectureOf(config, 2));
  const batch = batchOf(config, 0);
  const [third, again, fourth] = [2, 2, 3].map((iteration) => method.inputs(batch, { iteration }));
  expect(again).toEqual(third);
  for (const name of ['image/A', 'image/B', 'noise/A', 'random', 'epsilonAgain/B'])
    expect(fourth?.[name], name).not.toEqual(third?.[name]);
  const crop = config.cropSize ?? 0;
  expect(crop).toBeLessThan(config.imageSize);
  expect(third?.['image/A']).toHaveLength(config.batchSize * 3 * crop ** 2);
  expect(third?.['epsilon/A']).not.toEqual(third?.['epsilon/B']);
});

it('takes the learning rates of the schedules', () => {
  const rate = (config: RunConfig, iteration: number): number | undefined =>
    trainingMethod(config, architectureOf(config, 2)).schedules(iteration)['schedule/learning_rate'];
  const munit = configOf({ method: 'munit', learningRate: 1, learningRateUpdateEvery: 4 });
  expect([0, 2, 3, 6, 7].map((iteration) => rate(munit, iteration))).toEqual([1, 1, 0.5, 0.5, 0.25]);
  // Ten epochs of four; the last five fall by a sixth each, as the authors' schedule does.
  const drit = configOf({ method: 'drit', learningRate: 1, iterations: 40, epochIterations: 4 });
  expect([0, 23, 24, 39].map((iteration) => rate(drit, iteration))).toEqual([1, 1, 1 - 1 / 6, 1 - 4 / 6]);
});

it('trains without first moments where β₁ = 0', { timeout: 120_000 }, async () => {
  const config = configOf({ method: 'munit', residualBlocks: 1, beta1: 0, iterations: 1 });
  const { initial, run, dispose } = await compiled(config);
  const { checkpoint } = await run({ state: initial });
  await dispose();
  expect(Object.keys(decodeCheckpoint(checkpoint).state).some((name) => name.startsWith('moment1/'))).toBe(
    false,
  );
});
