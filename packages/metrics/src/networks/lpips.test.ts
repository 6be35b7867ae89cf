import { concat, reshape, slice, stack, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openDevice } from '@starlab/engine';
import { decodeFloat32, expectAllClose, goldenParameter, sym } from '@starlab/testing';
import golden from '../../golden/lpips.json' with { type: 'json' };
import { alexNetShapes } from './alexnet.ts';
import type { HostTensor, Parameters } from './feature-parameters.ts';
import { loadLpips, lpipsLayers } from './lpips.ts';
import { meanPairwiseDistance, perceptualDistance } from './perceptual-distance.ts';

const alexNet = Object.fromEntries(
  Object.entries(alexNetShapes).map(([name, shape]) => [
    name,
    { shape, data: goldenParameter(`alexnet.${name}`, shape) },
  ]),
);
const linear: Record<string, HostTensor> = Object.fromEntries(
  Object.entries(golden.linWeights).map(([name, tensor]) => [
    name,
    { shape: tensor.shape, data: decodeFloat32(tensor) },
  ]),
);

const SHAPE = [3, 3, 64, 64];
const group = [0, 1, 2, 3].map((i) => sym(`lpips/group${i}`, SHAPE, 1));

/** Runs `call` on the four batches of the group. */
async function onGroup(call: (parameters: Parameters, batches: Tensor4D[]) => Tensor): Promise<Float32Array> {
  const device = await openDevice('cpu');
  const program = await device.compile(
    (state, inputs) => {
      const batches = group.map((_, i) => inputs[`batch${i}`] as Tensor4D);
      return { state, outputs: { result: call(state, batches) } };
    },
    {
      state: { ...loadLpips(alexNet, linear) },
      inputs: Object.fromEntries(group.map((_, i) => [`batch${i}`, SHAPE])),
    },
  );
  const { result } = await program.run(Object.fromEntries(group.map((batch, i) => [`batch${i}`, batch])));
  await program.dispose();
  return result as Float32Array;
}

const FLOAT32 = { absolute: 1e-6, relative: 1e-5 }; // through five convolutions and a difference of unit vectors

describe('LPIPS', () => {
  it('of a group is the reference’s mean over its pairs', async () => {
    const perSource = await onGroup((parameters, batches) => {
      const images = reshape(stack(batches, 1), [12, 3, 64, 64]) as Tensor4D;
      return meanPairwiseDistance(lpipsLayers(parameters, images), 4);
    });
    const mean = perSource.reduce((sum, value) => sum + value, 0) / perSource.length;
    expectAllClose([mean], [golden.groupOf4Mean], FLOAT32);
  });

  it('over pairs at once is the mean of the pairs one by one', async () => {
    const results = await onGroup((parameters, batches) => {
      const layers = batches.map((batch) => lpipsLayers(parameters, batch));
      const pairs = layers.flatMap((a, i) => layers.slice(0, i).map((b) => perceptualDistance(a, b)));
      const images = reshape(stack(batches, 1), [12, 3, 64, 64]) as Tensor4D;
      return concat([...pairs, meanPairwiseDistance(lpipsLayers(parameters, images), 4)]);
    });
    const [pairs, atOnce] = [results.slice(0, 18), results.slice(18)];
    const expected = [0, 1, 2].map(
      (n) => [0, 1, 2, 3, 4, 5].reduce((sum, p) => sum + (pairs[p * 3 + n] ?? 0), 0) / 6,
    );
    expectAllClose(atOnce, expected, FLOAT32);
  });

  it('is zero for identical images and symmetric', async () => {
    const results = await onGroup((parameters, [first, second]) => {
      const [a, b] = [first, second].map((batch) =>
        lpipsLayers(parameters, slice(batch as Tensor4D, [0, 0, 0, 0], [1, -1, -1, -1])),
      );
      if (!a || !b) throw new RangeError('no batches');
      return concat([perceptualDistance(a, a), perceptualDistance(a, b), perceptualDistance(b, a)]);
    });
    expect(results[0]).toBe(0);
    expect(results[1]).toBe(results[2]);
    expect(results[1]).toBeGreaterThan(0.01);
  });

  it('reads the authors’ names for the linear weights, too', () => {
    const renamed = Object.fromEntries(
      Object.entries(linear).map(([name, tensor]) => [
        name.replace(/^lpips_weights\.(\d)\.main\.1/, 'lin$1.model.1'),
        tensor,
      ]),
    );
    expect(loadLpips(alexNet, renamed)).toEqual(loadLpips(alexNet, linear));
    expect(() => loadLpips(alexNet, {})).toThrow(/LPIPS v0\.1.*lpips_weights\.0\.main\.1\.weight is missing/);
  });
});
