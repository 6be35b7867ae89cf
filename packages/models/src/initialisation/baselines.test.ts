// Moments and bounds of the baselines' first weights, and that no two networks start alike.
import { describe, expect, it } from 'vitest';
import { initialiseDrit } from '../drit/initialise.ts';
import { initialiseMunit } from '../munit/initialise.ts';

const munit = initialiseMunit(
  {
    width: 8,
    discriminatorWidth: 16,
    hiddenDimension: 16,
    styleDimension: 4,
    downsamplings: 2,
    residualBlocks: 2,
    discriminatorLayers: 4,
    discriminatorScales: 2,
  },
  3,
);
const drit = initialiseDrit(
  {
    attributeEntry: 'concatenated',
    width: 8,
    discriminatorWidth: 16,
    hiddenDimension: 16,
    attributeDimension: 8,
    discriminatorScales: 2,
    contentDiscriminatorHalvings: 3,
  },
  3,
);

function dataOf(network: Readonly<Record<string, { data: Float32Array }>>, name: string): Float32Array {
  const tensor = network[name];
  if (!tensor) throw new Error(`no ${name}`);
  return tensor.data;
}

/** Within five standard errors of a normal variance. */
function expectVariance(data: Float32Array, variance: number): void {
  const measured = data.reduce((sum, value) => sum + value ** 2, 0) / data.length;
  expect(Math.abs(measured / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / data.length));
}

describe('MUNIT', () => {
  it('draws generators by fan-in and discriminators with deviation 0.02', () => {
    expectVariance(dataOf(munit.gen_a, 'enc_content.model.2.conv.weight'), 2 / (16 * 16));
    expectVariance(dataOf(munit.dis_a, 'cnns.0.3.conv.weight'), 0.02 ** 2);
  });

  it('starts biases and offsets at 0 and scales of layer norms within (0, 1)', () => {
    expect(new Set(dataOf(munit.gen_a, 'mlp.model.2.fc.bias'))).toEqual(new Set([0]));
    expect(new Set(dataOf(munit.gen_a, 'dec.model.2.norm.beta'))).toEqual(new Set([0]));
    const scales = dataOf(munit.gen_a, 'dec.model.2.norm.gamma');
    expect(Math.min(...scales)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scales)).toBeLessThan(1);
    expect(new Set(scales).size).toBe(scales.length);
  });

  it('starts no two networks alike', () => {
    const name = 'enc_content.model.1.conv.weight';
    expect(dataOf(munit.gen_a, name)).not.toEqual(dataOf(munit.gen_b, name));
  });
});

describe('DRIT', () => {
  it('draws convolutions with deviation 0.02, transposed ones too', () => {
    expectVariance(dataOf(drit.enc_c, 'convA.3.model.1.weight'), 0.02 ** 2);
    expectVariance(dataOf(drit.gen, 'decA2.0.model.0.weight'), 0.02 ** 2);
  });

  it('draws linear weights and every bias uniformly within 1 / √fan-in', () => {
    const cases = [
      { network: drit.enc_a, name: 'fc_A.0.weight', fanIn: 32 },
      { network: drit.enc_a, name: 'fc_A.0.bias', fanIn: 32 },
      { network: drit.enc_c, name: 'convA.3.model.1.bias', fanIn: 32 * 9 },
      // A transposed convolution [in, out, k, k] counts its outputs.
      { network: drit.gen, name: 'decA2.0.model.0.bias', fanIn: 24 * 9 },
    ];
    for (const { network, name, fanIn } of cases) {
      const bound = 1 / Math.sqrt(fanIn);
      const largest = Math.max(...dataOf(network, name).map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      // The largest of eight or more uniform numbers.
      expect(largest).toBeGreaterThan(0.5 * bound);
    }
  });

  it('starts layer norms at scale 1 and offset 0', () => {
    expect(new Set(dataOf(drit.gen, 'decA2.0.model.1.weight'))).toEqual(new Set([1]));
    expect(new Set(dataOf(drit.gen, 'decA2.0.model.1.bias'))).toEqual(new Set([0]));
  });

  it('starts no two networks alike', () => {
    expect(dataOf(drit.disA, 'Diss.0.1.model.1.weight')).not.toEqual(
      dataOf(drit.disA2, 'Diss.0.1.model.1.weight'),
    );
  });
});
