// The baselines' layers that are easy to get slightly wrong, each alone, against the authors' code (PyTorch, CPU, float32):
// outputs and the gradients of inputs and parameters, on tiny inputs, on the device that trains.
import { readFileSync } from 'node:fs';
import { openDevice } from '@starlab/engine';
import { decodeFloat32, expectAllClose, goldenParameter, sym } from '@starlab/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { singleLayerNames, singleLayerStep } from '../src/single-layers/single-layers.ts';

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

it('holds every layer that there is', () => {
  expect(Object.keys(layers).toSorted()).toEqual(singleLayerNames.toSorted());
});

it.each(Object.entries(layers))('%s', async (name, golden) => {
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
  const parameters = Object.keys(golden.paramShapes);
  const step = singleLayerStep(name, { inputCount: golden.inputShapes.length, parameters });
  const program = await device.compile(step, { state: {}, inputs: shapes });
  const outputs = await program.run(values);
  await program.dispose();

  expectAllClose(outputs['output'] ?? [], decodeFloat32(golden.output), tolerance);
  golden.inputGrad.forEach((gradient, index) => {
    expectAllClose(outputs[`gradient x${index}`] ?? [], gradient, tolerance);
  });
  for (const [parameter, gradient] of Object.entries(golden.paramGrad))
    expectAllClose(outputs[`gradient ${parameter}`] ?? [], gradient, tolerance);
  expect(Object.keys(outputs)).toHaveLength(Object.keys(shapes).length);
});
