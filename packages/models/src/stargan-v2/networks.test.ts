// Names, shapes and counts against figures copied from the published state dicts (golden/published-shapes.json).
import { readFileSync } from 'node:fs';
import { networkSchema, resolveConfig } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { starganV2Architecture } from './architecture.ts';
import { starganV2Shapes } from './networks.ts';
import { sizeOf } from '../weights/host-tensor.ts';

const publishedSchema = z.array(
  z.object({
    imageSize: z.int(),
    domainCount: z.int(),
    highPassWeight: z.number(),
    parameterCounts: z.record(networkSchema, z.int()),
    shapes: z.record(networkSchema, z.record(z.string(), z.array(z.int()))),
  }),
);
const published = publishedSchema.parse(
  JSON.parse(readFileSync(new URL('../../golden/published-shapes.json', import.meta.url), 'utf8')),
);

describe.each(published)(
  'at $imageSize px, $domainCount domains, w_hpf $highPassWeight',
  ({ imageSize, domainCount, highPassWeight, parameterCounts, shapes }) => {
    const config = resolveConfig({ imageSize, highPassWeight });
    const ours = starganV2Shapes(starganV2Architecture(config, domainCount));

    it.each(networkSchema.options)('the %s has the published names, in order, and shapes', (network) => {
      // The filter of the high-pass skips is a constant in the state dict, not a parameter.
      const expected = Object.entries(shapes[network]).filter(([name]) => name !== 'hpf.filter');
      expect(Object.entries(ours[network])).toEqual(expected);
    });

    it.each(networkSchema.options)('the %s has the published number of parameters', (network) => {
      const count = Object.values(ours[network]).reduce((sum, shape) => sum + sizeOf(shape), 0);
      expect(count).toBe(parameterCounts[network]);
    });
  },
);

describe('an architecture off the published ones', () => {
  it('has one downsampling and a 4x4 trunk end at 32 px', () => {
    const architecture = starganV2Architecture(
      resolveConfig({ imageSize: 32, baseWidth: 12, maxWidth: 20 }),
      5,
    );
    const { generator, style_encoder, discriminator } = starganV2Shapes(architecture);
    expect(generator['encode.0.conv2.weight']).toEqual([20, 12, 3, 3]);
    expect(generator['encode.2.conv2.weight']).toEqual([20, 20, 3, 3]);
    expect(generator).not.toHaveProperty('encode.3.conv1.weight');
    expect(style_encoder['unshared.4.weight']).toEqual([64, 20]);
    expect(discriminator['main.7.weight']).toEqual([5, 20, 1, 1]);
  });
});
