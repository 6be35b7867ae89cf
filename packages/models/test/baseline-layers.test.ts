// The baselines' layers that are easy to get slightly wrong, each alone, against the authors' code (PyTorch, CPU, float32):
// outputs and the gradients of inputs and parameters, on tiny inputs, on the device that trains.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { averagePool2d, instanceNorm, leakyRelu } from '@starlab/engine/ops';
import { decodeFloat32, expectAllClose, goldenParameter, sym } from '@starlab/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { within, type Parameters } from '../src/blocks/parameters.ts';
import { reflectConvolution } from '../src/blocks/reflect-convolution.ts';
import { basicBlock } from '../src/drit/attribute-encoder.ts';
import { mixingBlock } from '../src/drit/generator.ts';
import * as drit from '../src/drit/layers.ts';
import { residualBlock } from '../src/munit/convolution-block.ts';
import { adain, upsamplingBlock } from '../src/munit/decoder.ts';
import { layerNorm } from '../src/munit/layer-norm.ts';

/** Both sides round sums of some hundred products in other orders; the authors' own runs agree within 7e-6. */
const tolerance = { absolute: 2e-5, relative: 0 };

const tensorSchema = z.object({ base64: z.string() }).transform(decodeFloat32);
const shapeSchema = z.array(z.int());
const layersSchema = z.object({
  layers: z.record(
    z.string(),
    z.object({
      inputShapes: z.array(shapeSchema),
      output: z.object({ shape: shapeSchema, base64: z.string() }),
      inputGrad: z.array(tensorSchema),
      paramShapes: z.record(z.string(), shapeSchema),
      paramGrad: z.record(z.string(), tensorSchema),
    }),
  ),
});
const { layers } = layersSchema.parse(
  JSON.parse(readFileSync(new URL('../golden/baseline-layers.json', import.meta.url), 'utf8')),
);

type Layer = (parameters: Parameters, inputs: readonly tf.Tensor[]) => tf.Tensor;
const onImage =
  (layer: (parameters: Parameters, x: tf.Tensor4D) => tf.Tensor): Layer =>
  (parameters, [x]) =>
    layer(parameters, x as tf.Tensor4D);

const ours: Record<string, Layer> = {
  'munit-layer-norm': onImage(layerNorm),
  'munit-layer-norm-batch1': onImage(layerNorm),
  'munit-adain': (_, [x, mean, deviation]) =>
    adain(x as tf.Tensor4D, { mean: mean as tf.Tensor2D, deviation: deviation as tf.Tensor2D }),
  'munit-downsample': onImage((_, x) =>
    averagePool2d(x, { size: 3, stride: 2, padding: 1, countPadding: false }),
  ),
  'munit-res-block': onImage((parameters, x) => residualBlock(parameters, x, instanceNorm)),
  'munit-upsample-conv': onImage((parameters, x) => upsamplingBlock(within(parameters, '1'), x)),
  'drit-layer-norm': onImage(drit.layerNorm),
  'drit-lrelu-conv': onImage((parameters, x) =>
    leakyRelu(reflectConvolution(within(parameters, 'model.1'), x, { padding: 1, stride: 2 }), 0.01),
  ),
  'drit-ins-res-block': onImage(drit.residualBlock),
  'drit-mis-ins-res-block': (parameters, [x, code]) =>
    mixingBlock(parameters, x as tf.Tensor4D, code as tf.Tensor2D),
  'drit-basic-block': onImage(basicBlock),
  'drit-up': onImage(drit.upsamplingBlock),
};

it.each(Object.entries(layers))('%s', async (name, golden) => {
  const layer = ours[name];
  if (!layer) throw new Error(`no layer of ours for ${name}`);
  const values: Record<string, Float32Array> = { g: sym(`layer/${name}/g`, golden.output.shape, 1) };
  const shapes: Record<string, readonly number[]> = { g: golden.output.shape };
  golden.inputShapes.forEach((shape, index) => {
    shapes[`x${index}`] = shape;
    values[`x${index}`] = sym(`layer/${name}/x${index}`, shape, 1);
  });
  for (const [parameter, shape] of Object.entries(golden.paramShapes)) {
    shapes[parameter] = shape;
    values[parameter] = goldenParameter(`layer.${name}.${parameter}`, shape);
  }

  const device = await openDevice('cpu', { threads: 1 });
  const names = Object.keys(shapes).filter((tensor) => tensor !== 'g');
  const inputCount = golden.inputShapes.length;
  const program = await device.compile(
    (state, given) => {
      const f = (...tensors: tf.Tensor[]): tf.Tensor => {
        const parameters = names
          .slice(inputCount)
          .map((parameter, i) => [parameter, tensors[inputCount + i]]);
        return layer(Object.fromEntries(parameters) as Parameters, tensors.slice(0, inputCount));
      };
      const at = names.map((tensor) => given[tensor] as tf.Tensor);
      const gradients = tf.grads(f)(at, given['g'] as tf.Tensor);
      const named = gradients.map((gradient, i) => [`gradient ${names[i]}`, gradient]);
      return { state, outputs: { output: f(...at), ...Object.fromEntries(named) } };
    },
    { state: {}, inputs: shapes },
  );
  const outputs = await program.run(values);
  await program.dispose();

  expectAllClose(outputs['output'] ?? [], decodeFloat32(golden.output), tolerance);
  golden.inputGrad.forEach((gradient, index) => {
    expectAllClose(outputs[`gradient x${index}`] ?? [], gradient, tolerance);
  });
  for (const [parameter, gradient] of Object.entries(golden.paramGrad))
    expectAllClose(outputs[`gradient ${parameter}`] ?? [], gradient, tolerance);
  expect(Object.keys(outputs)).toHaveLength(1 + names.length);
});
