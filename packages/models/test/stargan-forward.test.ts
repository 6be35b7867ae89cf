// StarGAN's networks against the authors' code (PyTorch, CPU, float32), from the same weights and inputs.
import { expectGoldenTensor, ints, sym, u01 } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StarganArchitecture } from '../src/stargan/architecture.ts';
import { starganOutputsInputs, starganOutputsStep } from '../src/stargan/network-outputs.ts';
import { starganShapes } from '../src/stargan/networks.ts';
import { countOf, loadForward, ordered, outputsOf } from './golden-forward.ts';

/** The authors' own runs with two threads, without oneDNN and in float64 differ by up to 9e-6. */
const tolerance = { absolute: 1e-4, relative: 0 };

describe.each(['stargan-single-forward', 'stargan-multi-forward'])('%s', (file) => {
  const golden = loadForward(file);
  const { setting } = golden;
  const [batch, domains] = [setting('batchSize'), setting('cDim')];
  const architecture: StarganArchitecture = {
    method: 'stargan',
    imageSize: setting('imgSize'),
    generatorWidth: setting('gConvDim'),
    residualBlocks: setting('gRepeatNum'),
    discriminatorWidth: setting('dConvDim'),
    discriminatorDepth: setting('dRepeatNum'),
    domainCount: domains,
    discriminatorHead: 'classifier',
  };
  const { generator, discriminator } = starganShapes(architecture);
  const shapes = { G: generator, D: discriminator };

  it('has the authors’ parameters: names, order, shapes, counts', () => {
    expect(ordered(shapes)).toEqual(ordered(golden.paramShapes));
    for (const [network, ofNetwork] of Object.entries(shapes))
      expect(countOf(ofNetwork)).toBe(golden.paramCounts[network]);
  });

  /** Targets are the labels of the batch's samples in another order. */
  function targets(): Float32Array {
    const isMulti = golden.config['labels'] === 'multi';
    const attributes = ints('iter0/label', batch * domains, 2);
    const classes = ints('iter0/label', batch, domains);
    const labelOf = (row: number): number[] =>
      Array.from({ length: domains }, (_, domain) =>
        isMulti ? (attributes[row * domains + domain] ?? 0) : Number(classes[row] === domain),
      );
    const order = Array.from({ length: batch }, (_, i) => i).sort(
      (a, b) => u01('iter0/perm', a) - u01('iter0/perm', b),
    );
    return Float32Array.from(order.flatMap(labelOf));
  }

  let outputs: Record<string, Float32Array>;
  beforeAll(async () => {
    const inputShapes = starganOutputsInputs(architecture, batch);
    outputs = await outputsOf(
      {
        shapes: starganShapes(architecture),
        officialNames: { generator: 'G', discriminator: 'D' },
        inputShapes,
        step: starganOutputsStep(architecture),
      },
      { source: sym('iter0/x_real', inputShapes.source, 1), targetDomain: targets() },
    );
  });

  it.each([
    ['generator', 'generator'],
    ['discriminatorSrc', 'logits'],
    ['discriminatorCls', 'domainLogits'],
  ])('%s', (name, output) => {
    const [actual, expected] = [outputs[output], golden.forward[name]];
    if (!actual || !expected || Array.isArray(expected)) throw new Error(`no ${name}`);
    expectGoldenTensor(actual, expected, tolerance);
  });
});
