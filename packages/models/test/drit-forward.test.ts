// DRIT's networks, which are MSGAN's too, against the authors' code (PyTorch, CPU, float32), from the same weights and inputs.
import type * as tf from '@tensorflow/tfjs-core';
import { expectGoldenTensor, sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AttributeEntry, DritArchitecture, DritDomain } from '../src/drit/architecture.ts';
import { dritAttribute, sampleAttribute } from '../src/drit/attribute-encoder.ts';
import { dritContent } from '../src/drit/content-encoder.ts';
import { dritDiscriminate, dritDiscriminateContent } from '../src/drit/discriminators.ts';
import { dritGenerate } from '../src/drit/generator.ts';
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
  };
  const shapes = dritShapes(architecture);

  it('has the authors’ parameters: names, order, shapes, counts', () => {
    expect(ordered(shapes)).toEqual(ordered(golden.paramShapes));
    for (const [network, ofNetwork] of Object.entries(shapes))
      expect(countOf(ofNetwork)).toBe(golden.paramCounts[network]);
  });

  let outputs: Record<string, Float32Array>;
  beforeAll(async () => {
    const side = setting('forwardSize');
    const uniform = (name: string, shape: number[]) => ({ shape, data: sym(name, shape, 1) });
    const draw = (name: string, shape: number[]) => ({ shape, data: normal(name, shape) });
    const channels = 4 * architecture.width;
    const code = [1, architecture.attributeDimension];
    const inputs = {
      A: uniform('forward/x_a', [1, 3, side, side]),
      B: uniform('forward/x_b', [1, 3, side, side]),
      content: uniform('forward/content', [1, channels, 54, 54]),
      noise: draw('forward/noise_a', [1, channels, side / 4, side / 4]),
      zAB: draw('test/z_ab', code),
      zBA: draw('test/z_ba', code),
      // In the direction A to B the reference is B, and the other way round.
      epsAB: draw('test/ab/eps_b', code),
      epsBA: draw('test/ba/eps_a', code),
    };
    outputs = await outputsOf({ shapes, inputs }, (networks, given) => {
      const image = (name: string): tf.Tensor4D => given[name] as tf.Tensor4D;
      const codeOf = (name: string): tf.Tensor2D => given[name] as tf.Tensor2D;
      const content = (domain: DritDomain): tf.Tensor4D =>
        dritContent(networks('enc_c'), { domain, image: image(domain) });
      const attribute = (domain: DritDomain) =>
        dritAttribute(networks('enc_a'), { domain, image: image(domain) }, architecture);
      const generate = (domain: DritDomain, source: DritDomain, code: tf.Tensor2D): tf.Tensor4D =>
        dritGenerate(networks('gen'), { domain, content: content(source), attribute: code }, architecture);
      const maps = (network: string, domain: DritDomain): [string, tf.Tensor][] =>
        dritDiscriminate(networks(network), image(domain), architecture).map((map, scale) => [
          `${network}.${scale}`,
          map,
        ]);
      const attributes = (['A', 'B'] as const).flatMap((domain): [string, tf.Tensor][] => {
        const { mean, logVariance } = attribute(domain);
        return logVariance
          ? [
              [`attrMu${domain}`, mean],
              [`attrLogvar${domain}`, logVariance],
            ]
          : [[`attr${domain}`, mean]];
      });
      const noisy = { domain: 'A', image: image('A'), noise: image('noise') } as const;
      return {
        contentA: content('A'),
        contentB: content('B'),
        contentNoisyA: dritContent(networks('enc_c'), noisy),
        disContent: dritDiscriminateContent(networks('disContent'), image('content')),
        latentAB: generate('B', 'A', codeOf('zAB')),
        latentBA: generate('A', 'B', codeOf('zBA')),
        referenceAB: generate('B', 'A', sampleAttribute(attribute('B'), codeOf('epsAB'))),
        referenceBA: generate('A', 'B', sampleAttribute(attribute('A'), codeOf('epsBA'))),
        ...Object.fromEntries([...attributes, ...maps('disA', 'A'), ...maps('disB2', 'B')]),
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
    });
    expect(countOf(shapes.enc_c)).toBe(9_018_112);
    expect(countOf(shapes.enc_a)).toBe(enc_a);
    expect(countOf(shapes.gen)).toBe(gen);
    expect(countOf(shapes.disContent)).toBe(10_683_649);
    expect(countOf(shapes.disA)).toBe(8_271_171);
  },
);
