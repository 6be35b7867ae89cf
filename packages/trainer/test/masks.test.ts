// The iteration that makes its masks with the heat-map network: its cycle term against the same composed by hand, and an
// iteration that is given the masks of the source and of each translation.
import type * as tf from '@tensorflow/tfjs-core';
import { abs, mean, sub, zerosLike } from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { normalArray, resolveConfig } from '@starlab/experiment';
import {
  encodeStyle,
  faceMasks,
  generate,
  heatMapConstants,
  heatMapNetworkShapes,
  mapLatent,
  sizeOf,
  starganV2Architecture,
  withoutHeatMapNetwork,
  type HostTensor,
  type Masks,
  type Parameters,
} from '@starlab/models';
import { expect, test } from 'vitest';
import { compileTraining } from '../src/methods/compile-training.ts';
import { trainingMethod } from '../src/methods/method-of.ts';
import { entry } from './evaluate.ts';
import { goldenBatch, goldenState } from './golden-case.ts';

// 64 px: two of the three resolutions at which masks act.
const config = resolveConfig({
  imageSize: 64,
  batchSize: 1,
  baseWidth: 4,
  maxWidth: 8,
  hiddenDimension: 4,
  styleDimension: 4,
  latentDimension: 2,
  highPassWeight: 1,
});
const architecture = starganV2Architecture(config, 2);
const setting = { config, architecture };

/** Weights under which heat maps vary between and within landmarks; variances are 1. */
const heatMapNetwork = Object.fromEntries(
  Object.entries(heatMapNetworkShapes).map(([name, shape]): [string, HostTensor] => {
    const count = sizeOf(shape);
    const scale = 1 / Math.sqrt(count / (shape[0] ?? 1));
    const data = normalArray({ seed: 3, purpose: name, index: 0 }, count).map((value) => value * scale);
    return [name, { shape, data: name.endsWith('running_var') ? data.fill(1) : data }];
  }),
);

const method = trainingMethod(config, architecture, { masks: 'made' });
const inputs = method.inputs(goldenBatch(setting, 0), {
  iteration: 0,
});

interface Cycle {
  /** mean |G(fake, style of the source, masks of the fake) − source|, latent-guided, before any training. */
  readonly masked: number;
  /** The same with nothing kept in the way back. */
  readonly blank: number;
}

async function cycleByHand(): Promise<Cycle> {
  const device = await openDevice('cpu', { threads: 1 });
  const parameters = Object.entries(goldenState(setting)).filter(([name]) => name.startsWith('parameters/'));
  const used = ['source', 'sourceDomain', 'targetDomain', 'latent'];
  const shapes = method.forms['iteration']?.inputs ?? {};
  const program = await device.compile(
    (given, tensors) => {
      const { state, heatMapNetwork: network = {} } = withoutHeatMapNetwork(given);
      const of = (name: string): Parameters => {
        const prefix = `parameters/${name}/`;
        const own = Object.entries(state).filter(([key]) => key.startsWith(prefix));
        return Object.fromEntries(own.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
      };
      const image = entry(tensors, 'source') as tf.Tensor4D;
      const target = entry(tensors, 'targetDomain') as tf.Tensor2D;
      const latent = entry(tensors, 'latent') as tf.Tensor2D;
      const style = mapLatent(of('mapping_network'), { latent, domain: target }, architecture);
      const masks = faceMasks(network, image);
      const fake = generate(of('generator'), { image, style, masks }, architecture);
      const sourceDomain = entry(tensors, 'sourceDomain') as tf.Tensor2D;
      const sourceStyle = encodeStyle(of('style_encoder'), { image, domain: sourceDomain }, architecture);
      const distance = (kept: Masks): tf.Tensor => {
        const back = { image: fake, style: sourceStyle, masks: kept };
        return mean(abs(sub(generate(of('generator'), back, architecture), image)));
      };
      const nothing = { at32: zerosLike(masks.at32), at64And128: zerosLike(masks.at32) };
      return {
        state,
        outputs: { masked: distance(faceMasks(network, fake)), blank: distance(nothing) },
      };
    },
    {
      state: Object.fromEntries(parameters),
      constants: heatMapConstants(heatMapNetwork),
      inputs: Object.fromEntries(used.map((name) => [name, entry(shapes, name)])),
    },
  );
  const { masked, blank } = await program.run(
    Object.fromEntries(used.map((name) => [name, entry(inputs, name)])),
  );
  await program.dispose();
  return { masked: masked?.[0] ?? Number.NaN, blank: blank?.[0] ?? Number.NaN };
}

async function firstIteration(): Promise<Record<string, Float32Array>> {
  const device = await openDevice('cpu', { threads: 1 });
  const program = await compileTraining(device, { ...setting, state: goldenState(setting), heatMapNetwork });
  const outputs = await program.run(0, inputs);
  await program.dispose();
  return outputs;
}

// One test: the network at 256 px costs seconds however small the rest is.
test('an iteration masks the source by the source, and the way back by the translation', async () => {
  expect(Object.keys(inputs).filter((name) => name.startsWith('masks/'))).toEqual([]);
  const outputs = await firstIteration();
  const cyc = outputs['G/latent/cyc']?.[0] ?? Number.NaN;
  const { masked, blank } = await cycleByHand();
  // The same operations in programs of other shape: sums of some thousand float32.
  expect(cyc).toBeCloseTo(masked, 4);
  expect(Math.abs(cyc - blank)).toBeGreaterThan(1e-3);
  for (const [name, [value]] of Object.entries(outputs)) expect(Number.isFinite(value), name).toBe(true);
}, 300_000);
