// The architecture read off published shapes, for every size and number of domains that the authors' shapes are known of.
import { resolveConfig } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { starganV2Architecture, type StarganV2Architecture } from '../stargan-v2/architecture.ts';
import { checkShapes } from './check-shapes.ts';
import type { HostTensor } from './host-tensor.ts';
import { publishedArchitecture, publishedFilter, publishedShapes } from './published-networks.ts';

/** Tensors of these shapes whose numbers nobody looks at: kept small where only the shape counts. */
function tensorsOf(architecture: StarganV2Architecture): Record<string, HostTensor> {
  const data = new Float32Array(1);
  const shapes = Object.entries(publishedShapes(architecture));
  return {
    ...Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, data }])),
    ...publishedFilter(architecture),
  };
}

const architectures: readonly StarganV2Architecture[] = [
  starganV2Architecture(resolveConfig({ imageSize: 256 }), 3),
  starganV2Architecture(resolveConfig({ imageSize: 256, highPassWeight: 1 }), 2),
  starganV2Architecture(resolveConfig({ imageSize: 64, highPassWeight: 0.5 }), 5),
  starganV2Architecture(resolveConfig({ imageSize: 512 }), 1),
  starganV2Architecture(
    resolveConfig({
      imageSize: 32,
      baseWidth: 12,
      maxWidth: 20,
      hiddenDimension: 7,
      latentDimension: 5,
      styleDimension: 9,
    }),
    3,
  ),
];

describe.each(architectures)(
  'at $imageSize px, $domainCount domains, w_hpf $highPassWeight',
  (architecture) => {
    const tensors = tensorsOf(architecture);

    it('gives the architecture back', () => {
      expect(publishedArchitecture(tensors)).toEqual(architecture);
    });

    it('has all its tensors and no other', () => {
      expect(() => checkShapes(publishedShapes(publishedArchitecture(tensors)), tensors, 'x')).not.toThrow();
    });
  },
);

it('lists the high-pass filter as the authors do', () => {
  const architecture = starganV2Architecture(resolveConfig({ imageSize: 64, highPassWeight: 2 }), 2);
  const filter = publishedFilter(architecture)['generator.hpf.filter'];
  expect(filter).toEqual({
    shape: [3, 3],
    data: Float32Array.of(-0.5, -0.5, -0.5, -0.5, 4, -0.5, -0.5, -0.5, -0.5),
  });
});

it.each(['generator.from_rgb.weight', 'mapping_network.shared.0.weight', 'style_encoder.unshared.0.weight'])(
  'says when %s is missing',
  (name) => {
    const { [name]: _, ...rest } = tensorsOf(starganV2Architecture(resolveConfig({ imageSize: 32 }), 2));
    expect(() => publishedArchitecture(rest)).toThrow(`no StarGAN v2 checkpoint: ${name} is missing`);
  },
);
