// Moments of the initial weights, and that they depend on (seed, network, name) alone.
import { resolveConfig } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { starganV2Architecture } from './architecture.ts';
import { initialiseStarganV2 } from './initialise.ts';

const config = resolveConfig({ imageSize: 32, baseWidth: 32, maxWidth: 64, hiddenDimension: 32 });
const architecture = starganV2Architecture(config, 2);
const weights = initialiseStarganV2(architecture, 7);

function dataOf(network: keyof typeof weights, name: string): Float32Array {
  const tensor = weights[network][name];
  if (!tensor) throw new Error(`no ${name}`);
  return tensor.data;
}

describe('the first weights of StarGAN v2', () => {
  it('draws convolutions and linear layers from N(0, 2 / fan-in)', () => {
    const data = dataOf('generator', 'encode.1.conv1.weight'); // [64, 64, 3, 3]
    const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
    const variance = data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length;
    // 36,864 draws: five standard errors of the mean and of the variance.
    const expected = 2 / (64 * 9);
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(expected / data.length));
    expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / data.length));
  });

  it('starts instance norms at scale 1 and every offset and bias at 0', () => {
    expect(new Set(dataOf('generator', 'encode.0.norm1.weight'))).toEqual(new Set([1]));
    expect(new Set(dataOf('generator', 'to_rgb.0.weight'))).toEqual(new Set([1]));
    expect(new Set(dataOf('generator', 'encode.0.norm1.bias'))).toEqual(new Set([0]));
    expect(new Set(dataOf('generator', 'decode.0.norm1.fc.bias'))).toEqual(new Set([0]));
    expect(new Set(dataOf('discriminator', 'main.0.bias'))).toEqual(new Set([0]));
  });

  it('gives the same seed the same weights, whatever else the architecture holds', () => {
    const more = initialiseStarganV2(starganV2Architecture(config, 3), 7);
    expect(more.style_encoder['unshared.1.weight']).toEqual(weights.style_encoder['unshared.1.weight']);
  });

  it('gives other seeds, networks and names other weights', () => {
    const other = initialiseStarganV2(architecture, 8);
    expect(other.generator['from_rgb.weight']).not.toEqual(weights.generator['from_rgb.weight']);
    expect(dataOf('style_encoder', 'shared.0.weight')).not.toEqual(dataOf('discriminator', 'main.0.weight'));
    expect(dataOf('style_encoder', 'unshared.0.weight')).not.toEqual(
      dataOf('style_encoder', 'unshared.1.weight'),
    );
  });
});
