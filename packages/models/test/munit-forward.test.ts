// MUNIT's networks against the authors' code (PyTorch, CPU, float32), from the same weights and inputs.
import type * as tf from '@tensorflow/tfjs-core';
import { expectGoldenTensor, sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { within } from '../src/blocks/parameters.ts';
import type { MunitArchitecture } from '../src/munit/architecture.ts';
import { adainParameters } from '../src/munit/decoder.ts';
import { munitDiscriminate } from '../src/munit/discriminator.ts';
import { munitDecode, munitEncode } from '../src/munit/generator.ts';
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
    const batch = setting('batchSize');
    const images = [batch, 3, setting('imgSize'), setting('imgSize')];
    const image = (name: string) => ({ shape: images, data: sym(`iter0/${name}`, images, 1) });
    const codes = [batch, architecture.styleDimension];
    const code = (name: string) => ({ shape: codes, data: normal(`test/${name}`, codes) });
    const inputs = { a: image('x_a'), b: image('x_b'), s_a: code('s_a'), s_b: code('s_b') };
    outputs = await outputsOf({ shapes, inputs }, (networks, given) => {
      const [genA, genB] = [networks('gen_a'), networks('gen_b')];
      const a = munitEncode(genA, given['a'] as tf.Tensor4D, architecture);
      const b = munitEncode(genB, given['b'] as tf.Tensor4D, architecture);
      const style = (name: string): tf.Tensor2D => given[name] as tf.Tensor2D;
      const maps = (network: string, name: string) =>
        munitDiscriminate(networks(network), given[name] as tf.Tensor4D, architecture).map(
          (map, scale): [string, tf.Tensor] => [`dis${name.toUpperCase()}.${scale}`, map],
        );
      return {
        contentA: a.content,
        styleA: a.style,
        contentB: b.content,
        styleB: b.style,
        adainB: adainParameters(within(genB, 'mlp'), style('s_b')),
        reconA: munitDecode(genA, a, architecture),
        latentAB: munitDecode(genB, { content: a.content, style: style('s_b') }, architecture),
        latentBA: munitDecode(genA, { content: b.content, style: style('s_a') }, architecture),
        ...Object.fromEntries([...maps('dis_a', 'a'), ...maps('dis_b', 'b')]),
      };
    });
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
