import { describe, expect, it } from 'vitest';
import { openDevice } from '@starlab/engine';
import { expectAllClose, goldenParameter, sym } from '@starlab/testing';
import { alexNetShapes } from '../networks/alexnet.ts';
import { inceptionV3Shapes } from '../networks/inception-v3.ts';
import type { HostTensors, ParameterShapes } from '../networks/feature-parameters.ts';
import { openDemoNetworks } from './demo-networks.ts';
import type { FeatureNetworks } from './feature-networks.ts';
import { openImageNetNetworks } from './imagenet-networks.ts';

const FLOAT32 = { absolute: 1e-6, relative: 1e-5 }; // other batch sizes may sum in another order

const pictures = (count: number, size: number): Uint8Array[] =>
  Array.from({ length: count }, (_, n) =>
    Uint8Array.from(sym(`picture${n}`, [size * size * 3], 127.5), (v) => Math.round(v + 127.5)),
  );

const outputs = (count: number, size: number, sources: number): Float32Array[] =>
  Array.from({ length: count }, (_, k) => sym(`output${k}`, [sources, 3, size, size], 1.1));

async function withDemo(use: (networks: FeatureNetworks) => Promise<void>): Promise<void> {
  const networks = await openDemoNetworks(await openDevice('cpu'));
  await use(networks);
  await networks.dispose();
}

describe('demo feature networks', () => {
  it('give every image the features it has alone, however many there are', () =>
    withDemo(async ({ frechet }) => {
      const images = pictures(66, 32); // one full batch of the program and two more
      const features = await frechet.features(images, 32);
      expect(features).toHaveLength(66 * frechet.dimension);
      const last = await frechet.features(images.slice(65), 32);
      expectAllClose(features.slice(65 * frechet.dimension), last, FLOAT32);
    }));

  it('see images of other sizes at 32 px', () =>
    withDemo(async ({ frechet }) => {
      const grey = (size: number): Uint8Array => new Uint8Array(size * size * 3).fill(90);
      const [small, large] = [
        await frechet.features([grey(32)], 32),
        await frechet.features([grey(128)], 128),
      ];
      expect(large).toEqual(small);
    }));

  it('measure a source by its own outputs: nothing between equal ones, whatever the other sources', () =>
    withDemo(async ({ perceptual }) => {
      const varied = outputs(3, 64, 30);
      const distances = await perceptual.meanPairwiseDistance(varied, 64);
      expect(distances).toHaveLength(30);
      expect(Math.min(...distances)).toBeGreaterThan(0.01);

      const length = 3 * 64 * 64;
      const source = varied.map((output) => output.slice(28 * length, 29 * length));
      const alone = await perceptual.meanPairwiseDistance(source, 64);
      expectAllClose(alone, distances.slice(28, 29), FLOAT32);

      const equal = await perceptual.meanPairwiseDistance([source[0], source[0]] as Float32Array[], 64);
      expect(equal).toEqual(Float32Array.of(0));
    }));

  it('name their weights, and refuse sizes that do not halve to 32 px', () =>
    withDemo(async ({ frechet, perceptual }) => {
      expect(frechet.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(perceptual.weightsSha256).toBe(frechet.weightsSha256);
      await expect(perceptual.meanPairwiseDistance(outputs(2, 48, 1), 48)).rejects.toThrow(/power of two/);
    }));
});

describe('ImageNet feature networks', () => {
  const filled = (network: string, shapes: ParameterShapes): HostTensors =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [
        name,
        { shape, data: goldenParameter(`${network}.${name}`, shape) },
      ]),
    );
  const linear = Object.fromEntries(
    [64, 192, 384, 256, 256].map((channels, layer) => [
      `lpips_weights.${layer}.main.1.weight`,
      { shape: [1, channels, 1, 1], data: new Float32Array(channels).fill(1) },
    ]),
  );

  it('have 2048 features of resized images, and no LPIPS below 64 px', async () => {
    const networks = openImageNetNetworks({
      compiler: await openDevice('cpu'),
      weights: {
        inception: filled('inception_v3', inceptionV3Shapes),
        alexNet: filled('alexnet', alexNetShapes),
        lpips: linear,
      },
    });
    expect(await networks.frechet.features(pictures(1, 64), 64)).toHaveLength(2048);
    await expect(networks.perceptual.meanPairwiseDistance(outputs(2, 32, 1), 32)).rejects.toThrow(
      /at least 64 px; these have 32/,
    );
    expect(await networks.perceptual.meanPairwiseDistance(outputs(2, 64, 3), 64)).toHaveLength(3);
    await networks.dispose();
  });
});
