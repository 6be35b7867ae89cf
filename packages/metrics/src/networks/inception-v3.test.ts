import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openDevice } from '@starlab/engine';
import { decodeFloat32, expectAllClose, goldenParameter, sym } from '@starlab/testing';
import golden from '../../golden/inception-v3.json' with { type: 'json' };
import { FeatureWeightsError } from './feature-parameters.ts';
import {
  inceptionV3Features,
  inceptionV3Shapes,
  loadInceptionV3,
  pytorchFidInception,
  torchvisionInception,
  type InceptionVariant,
} from './inception-v3.ts';

const stateDict = Object.fromEntries(
  Object.entries(inceptionV3Shapes).map(([name, shape]) => [
    name,
    { shape, data: goldenParameter(`inception_v3.${name}`, shape) },
  ]),
);

async function featuresOf(
  variant: InceptionVariant,
  images: { count: number; size: number },
): Promise<Float32Array> {
  const device = await openDevice('cpu');
  const shape = [images.count, 3, images.size, images.size];
  const program = await device.compile(
    (state, { image }) => ({
      state,
      outputs: { features: inceptionV3Features(state, image as Tensor4D, variant) },
    }),
    { state: { ...loadInceptionV3(stateDict) }, inputs: { image: shape } },
  );
  const { features } = await program.run({ image: sym('inception/input', shape, 1) });
  await program.dispose();
  return features as Float32Array;
}

describe('Inception-v3', () => {
  it('has the parameters of torchvision’s up to the classifiers', () => {
    const numbers = Object.values(inceptionV3Shapes).map((shape) => shape.reduce((a, b) => a * b, 1));
    expect(numbers).toHaveLength(94 * 5);
    // 27,161,264 parameters less both classifiers (2,049,000 and AuxLogits' 3,326,696), plus the running statistics.
    const trained = Object.entries(inceptionV3Shapes)
      .filter(([name]) => !name.includes('running'))
      .reduce((sum, [, shape]) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(trained).toBe(27_161_264 - 2_049_000 - 3_326_696);
  });

  it('gives the reference’s pooled features', async () => {
    const features = await featuresOf(torchvisionInception, { count: 2, size: 299 });
    // Float32 through 94 layers with features up to 30: the reference itself varies by 5e-6 with its threads.
    expectAllClose(features, decodeFloat32(golden.features), { absolute: 1e-4, relative: 1e-4 });
  });

  it('differs in pytorch-fid’s variant, which pools otherwise', async () => {
    const [torchvision, pytorchFid] = [
      await featuresOf(torchvisionInception, { count: 1, size: 75 }),
      await featuresOf(pytorchFidInception, { count: 1, size: 75 }),
    ];
    const gap = torchvision.reduce((sum, value, i) => sum + Math.abs(value - (pytorchFid[i] ?? 0)), 0) / 2048;
    expect(gap).toBeGreaterThan(0.01);
  });

  it('refuses other weights, naming what is wrong', () => {
    const { 'Mixed_7c.branch_pool.conv.weight': _, ...short } = stateDict;
    expect(() => loadInceptionV3(short)).toThrow(FeatureWeightsError);
    expect(() => loadInceptionV3(short)).toThrow(/Mixed_7c\.branch_pool\.conv\.weight is missing/);
    const other = { shape: [32, 3, 5, 5], data: new Float32Array(32 * 75) };
    expect(() => loadInceptionV3({ ...stateDict, 'Conv2d_1a_3x3.conv.weight': other })).toThrow(
      /Conv2d_1a_3x3\.conv\.weight is \[32, 3, 5, 5\].*not \[32, 3, 3, 3\]/,
    );
  });
});
