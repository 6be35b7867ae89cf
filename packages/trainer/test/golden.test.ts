// Whole training iterations against the reference implementation (PyTorch, CPU, float32), from the same weights and
// batches, on the device that trains: every loss term, gradient norms, all parameters, the moving averages' images.
import { networkSchema, type Network } from '@starlab/experiment';
import { openDevice } from '@starlab/engine';
import { expectAllClose } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileTraining } from '../src/iteration/compile-training.ts';
import { averageImages } from './average-images.ts';
import { entry } from './evaluate.ts';
import { goldenInputs, goldenState, loadGoldenCase, type GoldenCase } from './golden-case.ts';

// The reference itself, run with two threads instead of one, differs from these figures by up to 2.4e-4 in losses and
// 3e-3 in gradient norms (relative): the first Adam steps move a weight by the sign of its gradient, so rounding shows.
const lossTolerance = { absolute: 0, relative: 1e-3 };
const gradientNormTolerance = { absolute: 0, relative: 1e-2 };
const imageTolerance = { absolute: 1e-4, relative: 0 };
const parameterNormTolerance = { absolute: 0, relative: 1e-3 };
/** A parameter's sum may part by this share of the way its elements went: those with gradients near 0 turn about. */
const TURNED_SHARE = 0.25;

const updates = ['D/latent', 'D/ref', 'G/latent', 'G/ref'] as const;
const stepsPerIteration = {
  generator: 2,
  mapping_network: 1,
  style_encoder: 1,
  discriminator: 2,
} as const satisfies Record<Network, number>;

interface Replay {
  /** Of each iteration. */
  readonly outputs: readonly Readonly<Record<string, Float32Array>>[];
  /** After the last. */
  readonly state: Readonly<Record<string, Float32Array>>;
  readonly images: Readonly<Record<string, Float32Array>>;
}

async function replay(golden: GoldenCase): Promise<Replay> {
  const { config, architecture, expected } = golden;
  const device = await openDevice('cpu');
  const program = await compileTraining(device, {
    config,
    architecture,
    state: goldenState(golden),
    gradientNorms: true,
  });
  const outputs: Readonly<Record<string, Float32Array>>[] = [];
  for (const iteration of expected.iterations.keys())
    outputs.push(await program.run(goldenInputs(golden, iteration)));
  const state = await program.readState();
  await program.dispose();
  return { outputs, state, images: await averageImages(golden, state, device) };
}

describe.each(['stargan-v2-train', 'stargan-v2-train-hpf'])('%s', (file) => {
  const golden = loadGoldenCase(file);
  const { config, expected } = golden;
  let replayed: Replay;
  beforeAll(async () => {
    replayed = await replay(golden);
  });

  describe.each(expected.iterations.map((figures, iteration) => ({ figures, iteration })))(
    'iteration $iteration',
    ({ figures, iteration }) => {
      const outputOf = (name: string): Float32Array => entry(replayed.outputs[iteration] ?? {}, name);

      it.each(updates)('has the loss terms of %s', (update) => {
        const names = Object.keys(figures[update]);
        expect(names.length).toBeGreaterThanOrEqual(3);
        const terms = names.map((term) => outputOf(`${update}/${term}`)[0] ?? Number.NaN);
        expectAllClose(terms, Object.values(figures[update]), lossTolerance);
      });

      it.each(updates)('has the gradient norms of the networks that %s steps', (update) => {
        const stepped = Object.keys(replayed.outputs[iteration] ?? {}).flatMap((name) =>
          name.startsWith(`gradient_norm/${update}/`) ? [name] : [],
        );
        const counts = { 'D/latent': 1, 'D/ref': 1, 'G/latent': 3, 'G/ref': 1 };
        expect(stepped).toHaveLength(counts[update]);
        for (const name of stepped) {
          const norm = entry(figures[`gradNorm ${update}`], name.split('/').at(-1) ?? '');
          expectAllClose(outputOf(name), [norm], gradientNormTolerance);
        }
      });
    },
  );

  it.each(networkSchema.options)('leaves the %s with the reference’s parameters', (network) => {
    const steps = expected.iterations.length * stepsPerIteration[network];
    const learningRate = network === 'mapping_network' ? config.mappingLearningRate : config.learningRate;
    for (const [name, { sum, l2 }] of Object.entries(expected.paramsAfter[network])) {
      const values = entry(replayed.state, `parameters/${network}/${name}`);
      const ourSum = values.reduce((total, value) => total + value, 0);
      const travelled = learningRate * steps * values.length;
      expectAllClose([Math.hypot(...values)], [l2], parameterNormTolerance);
      expectAllClose([ourSum], [sum], { absolute: TURNED_SHARE * travelled, relative: 1e-6 });
    }
  });

  it('leaves moving averages that make the reference’s images', () => {
    expectAllClose(entry(replayed.images, 'emaLatent'), expected.after.emaLatent, imageTolerance);
    expectAllClose(entry(replayed.images, 'emaReference'), expected.after.emaReference, imageTolerance);
  });
});
