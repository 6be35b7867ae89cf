// MUNIT's networks against the authors' code (PyTorch, CPU, float32), from the same weights and inputs.
import { expectGoldenTensor, sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MunitArchitecture } from '../src/munit/architecture.ts';
import { munitOutputsInputs, munitOutputsStep } from '../src/munit/network-outputs.ts';
import { munitShapes } from '../src/munit/networks.ts';
import { countOf, loadForward, normal, ordered, outputsOf } from './golden-forward.ts';

/** The authors' own runs with two threads, without oneDNN and in float64 differ by up to 8e-6. */
const tolerance = { absolute: 1e-4, relative: 0 };

describe.each(['munit-forward', 'munit-nocycle-forward'])('%s', (file) => {
  const golden = loadForward(file);
  const { setting } = golden;
  const architecture: MunitArchitecture = {
    width: setting('dim'),
    discriminatorWidth: setting('disDim'),
    hiddenDimension: setting('mlpDim'),
    styleDimension: setting('styleDim'),
    downsamplings: setting('nDownsample'),
    residualBlocks: setting('nRes'),
    discriminatorLayers: setting('nLayer'),
    discriminatorScales: setting('numScales'),
  };
  const shapes = munitShapes(architecture);

  it('has the authors’ parameters: names, order, shapes, counts', () => {
    expect(ordered(shapes)).toEqual(ordered(golden.paramShapes));
    for (const [network, ofNetwork] of Object.entries(shapes))
      expect(countOf(ofNetwork)).toBe(golden.paramCounts[network]);
  });

  let outputs: Record<string, Float32Array>;
  beforeAll(async () => {
    const size = { batchSize: setting('batchSize'), imageSize: setting('imgSize') };
    const inputShapes = munitOutputsInputs(architecture, size);
    const { imageA, imageB, styleA, styleB } = inputShapes;
    outputs = await outputsOf(
      { shapes, inputShapes, step: munitOutputsStep(architecture) },
      {
        imageA: sym('iter0/x_a', imageA, 1),
        imageB: sym('iter0/x_b', imageB, 1),
        styleA: normal('test/s_a', styleA),
        styleB: normal('test/s_b', styleB),
      },
    );
  });

  it.each(Object.entries(golden.forward))('%s', (name, expected) => {
    if (!Array.isArray(expected))
      return expectGoldenTensor(outputs[name] ?? new Float32Array(), expected, tolerance);
    expect(expected).toHaveLength(architecture.discriminatorScales);
    expected.forEach((map, scale) => {
      expectGoldenTensor(outputs[`${name}.${scale}`] ?? new Float32Array(), map, tolerance);
    });
  });
});

it('has the published numbers of parameters at the paper’s sizes', () => {
  const { gen_a, dis_a } = munitShapes({
    width: 64,
    discriminatorWidth: 64,
    hiddenDimension: 256,
    styleDimension: 8,
    downsamplings: 2,
    residualBlocks: 4,
    discriminatorLayers: 4,
    discriminatorScales: 3,
  });
  expect(countOf(gen_a)).toBe(15_026_187);
  expect(countOf(dis_a)).toBe(8_271_171);
});
