// Whole training iterations of MUNIT against the authors' code (PyTorch, CPU, float32), from the same weights, images and
// styles, on the device that trains: every loss term, gradient norms, all parameters, translations by the trained networks.
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice, type Device } from '@starlab/engine';
import { munitDecode, munitEncode, munitShapes, type HostTensor, type Parameters } from '@starlab/models';
import { sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { munitInputs, munitIteration, munitScalars } from '../src/munit/iteration.ts';
import { munitLearningRate, type MunitSettings } from '../src/munit/settings.ts';
import { initialModules, packModules, unpackModules } from '../src/state/modules.ts';
import {
  expectFigures,
  expectImages,
  expectParameters,
  goldenWeights,
  loadBaseline,
  normal,
  trainedWeights,
  type BaselineTolerances,
} from './golden-baseline.ts';

const tolerances: BaselineTolerances = {
  firstLoss: 1e-4,
  firstGradient: 2e-3,
  laterLoss: 1e-3,
  // The parts of a generator, `gen_a.mlp`, are small beside the whole.
  laterGradient: (name) => (name.includes('.') ? 3e-2 : 5e-3),
  image: 1e-2,
  parameterNorm: 2e-3,
};

type Golden = ReturnType<typeof loadBaseline>;
type Arrays = Record<string, Float32Array>;

function settingsOf({ setting }: Golden): MunitSettings {
  return {
    architecture: {
      width: setting('dim'),
      discriminatorWidth: setting('disDim'),
      hiddenDimension: setting('mlpDim'),
      styleDimension: setting('styleDim'),
      downsamplings: setting('nDownsample'),
      residualBlocks: setting('nRes'),
      discriminatorLayers: setting('nLayer'),
      discriminatorScales: setting('numScales'),
    },
    imageSize: setting('imgSize'),
    batchSize: setting('batchSize'),
    weights: {
      adversarial: setting('ganW'),
      imageReconstruction: setting('reconXW'),
      styleReconstruction: setting('reconSW'),
      contentReconstruction: setting('reconCW'),
      cycle: setting('reconXCycW'),
    },
    learningRate: setting('lr'),
    beta1: setting('beta1'),
    beta2: setting('beta2'),
    weightDecay: setting('weightDecay'),
    learningRateDecay: setting('gamma'),
    learningRateStep: setting('stepSize'),
  };
}

function inputsOf(settings: MunitSettings, iteration: number): Arrays {
  const images = [settings.batchSize, 3, settings.imageSize, settings.imageSize];
  const styles = [settings.batchSize, settings.architecture.styleDimension];
  const style = (name: string): Float32Array => normal(`iter${iteration}/${name}`, styles);
  return {
    'image/a': sym(`iter${iteration}/x_a`, images, 1),
    'image/b': sym(`iter${iteration}/x_b`, images, 1),
    'style/dis/a': style('dis/s_a'),
    'style/dis/b': style('dis/s_b'),
    'style/gen/a': style('gen/s_a'),
    'style/gen/b': style('gen/s_b'),
    ...munitScalars(settings, iteration),
  };
}

/** The first iteration's images translated both ways, with latents and with each other as references. */
async function translations(settings: MunitSettings, state: Arrays, device: Device): Promise<Arrays> {
  const { architecture, batchSize } = settings;
  const within = (given: Parameters, network: string): Parameters =>
    Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => name.startsWith(`${network}.`))
        .map(([name, tensor]) => [name.slice(network.length + 1), tensor]),
    );
  const first = inputsOf(settings, 0);
  const styles = [batchSize, architecture.styleDimension];
  const inputs: Record<string, HostTensor> = {
    a: { shape: munitInputs(settings)['image/a'] ?? [], data: first['image/a'] ?? new Float32Array() },
    b: { shape: munitInputs(settings)['image/b'] ?? [], data: first['image/b'] ?? new Float32Array() },
    s_a: { shape: styles, data: normal('test/s_a', styles) },
    s_b: { shape: styles, data: normal('test/s_b', styles) },
  };
  const program = await device.compile(
    (weights, given) => {
      const [genA, genB] = [within(weights, 'gen_a'), within(weights, 'gen_b')];
      const a = munitEncode(genA, given['a'] as tf.Tensor4D, architecture);
      const b = munitEncode(genB, given['b'] as tf.Tensor4D, architecture);
      const decode = (generator: Parameters, content: tf.Tensor4D, style: tf.Tensor): tf.Tensor4D =>
        munitDecode(generator, { content, style: style as tf.Tensor2D }, architecture);
      return {
        state: weights,
        outputs: {
          latentAB: decode(genB, a.content, given['s_b'] as tf.Tensor),
          latentBA: decode(genA, b.content, given['s_a'] as tf.Tensor),
          referenceAB: decode(genB, a.content, b.style),
          referenceBA: decode(genA, b.content, a.style),
        },
      };
    },
    {
      state: trainedWeights(munitShapes(architecture), state),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])),
    },
  );
  const images = await program.run(
    Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data])),
  );
  await program.dispose();
  return images;
}

describe.each(['munit-train', 'munit-train-nocycle'])('%s', (file) => {
  const golden = loadBaseline(file);
  const settings = settingsOf(golden);
  const shapes = munitShapes(settings.architecture);
  const outputs: Arrays[] = [];
  let state: Arrays;
  let images: Arrays;
  beforeAll(async () => {
    const device = await openDevice('cpu');
    const initial = initialModules(goldenWeights(shapes), shapes);
    const values = Object.fromEntries(Object.entries(initial).map(([name, { data }]) => [name, data]));
    const program = await device.compile(munitIteration(settings, { gradientNorms: true }), {
      state: packModules(values, shapes),
      inputs: munitInputs(settings),
    });
    for (const iteration of golden.iterations.keys())
      outputs.push(await program.run(inputsOf(settings, iteration)));
    state = unpackModules(await program.readState(), shapes);
    await program.dispose();
    images = await translations(settings, state, device);
  });

  it('has the authors’ losses and gradient norms', () => {
    expectFigures(golden, outputs, tolerances);
  });

  it('has the authors’ learning rates', () => {
    const rates = golden.iterations.map((_, iteration) => munitLearningRate(settings, iteration));
    expect(rates).toEqual(golden.iterations.map(({ lr }) => lr?.['gen']));
    expect(rates).toEqual(golden.iterations.map(({ lr }) => lr?.['dis']));
  });

  it('ends with the authors’ parameters', () => {
    expectParameters(golden, state, tolerances);
  });

  it('translates as the authors’ trained networks do', () => {
    expectImages(golden.after, images, tolerances);
  });
});
