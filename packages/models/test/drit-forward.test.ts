// DRIT's networks, which are MSGAN's too, against the authors' code (PyTorch, CPU, float32), from the same weights and inputs.
import { expectGoldenTensor, sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AttributeEntry } from '@starlab/experiment';
import type { DritArchitecture } from '../src/drit/architecture.ts';
import { dritOutputsInputs, dritOutputsStep } from '../src/drit/network-outputs.ts';
import { dritShapes } from '../src/drit/networks.ts';
import { countOf, loadForward, normal, ordered, outputsOf } from './golden-forward.ts';

/** The authors' own runs with two threads, without oneDNN and in float64 differ by up to 1e-5. */
const tolerance = { absolute: 1e-4, relative: 0 };

const files = [
  { file: 'drit-forward', attributeEntry: 'feature-wise' },
  { file: 'drit-concat-forward', attributeEntry: 'concatenated' },
] as const;

describe.each(files)('$file', ({ file, attributeEntry }) => {
  const golden = loadForward(file);
  const { setting } = golden;
  const architecture: DritArchitecture = {
    attributeEntry,
    width: setting('dim'),
    discriminatorWidth: setting('disDim'),
    hiddenDimension: setting('mlpDim'),
    attributeDimension: setting('nz'),
    discriminatorScales: setting('disScale'),
    contentDiscriminatorHalvings: 3,
  };
  const shapes = dritShapes(architecture);

  it('has the authors’ parameters: names, order, shapes, counts', () => {
    expect(ordered(shapes)).toEqual(ordered(golden.paramShapes));
    for (const [network, ofNetwork] of Object.entries(shapes))
      expect(countOf(ofNetwork)).toBe(golden.paramCounts[network]);
  });

  let outputs: Record<string, Float32Array>;
  beforeAll(async () => {
    const inputShapes = dritOutputsInputs(architecture, setting('forwardSize'));
    const shape = (name: string): readonly number[] => inputShapes[name] ?? [];
    const code = shape('attributeAB');
    outputs = await outputsOf(
      { shapes, inputShapes, step: dritOutputsStep(architecture) },
      {
        imageA: sym('forward/x_a', shape('imageA'), 1),
        imageB: sym('forward/x_b', shape('imageB'), 1),
        content: sym('forward/content', shape('content'), 1),
        noiseA: normal('forward/noise_a', shape('noiseA')),
        attributeAB: normal('test/z_ab', code),
        attributeBA: normal('test/z_ba', code),
        // In the direction A to B the reference is B, and the other way round.
        epsilonAB: normal('test/ab/eps_b', code),
        epsilonBA: normal('test/ba/eps_a', code),
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

it.each([
  { attributeEntry: 'feature-wise', enc_a: 5_529_872, gen: 17_146_374 },
  { attributeEntry: 'concatenated', enc_a: 2_688_160, gen: 9_564_710 },
] satisfies { attributeEntry: AttributeEntry; enc_a: number; gen: number }[])(
  'has the published numbers of parameters at the paper’s sizes, $attributeEntry',
  ({ attributeEntry, enc_a, gen }) => {
    const shapes = dritShapes({
      attributeEntry,
      width: 64,
      discriminatorWidth: 64,
      hiddenDimension: 256,
      attributeDimension: 8,
      discriminatorScales: 3,
      contentDiscriminatorHalvings: 3,
    });
    expect(countOf(shapes.enc_c)).toBe(9_018_112);
    expect(countOf(shapes.enc_a)).toBe(enc_a);
    expect(countOf(shapes.gen)).toBe(gen);
    expect(countOf(shapes.disContent)).toBe(10_683_649);
    expect(countOf(shapes.disA)).toBe(8_271_171);
  },
);
