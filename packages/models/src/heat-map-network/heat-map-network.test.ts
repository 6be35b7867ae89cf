// Names and counts against the published state dict, and the wiring by weights under which the network can be worked out
// by hand: every convolution copies one channel or gives nothing, every normalisation changes nothing.
import { readFileSync } from 'node:fs';
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { expectAllClose, sym } from '@starlab/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sizeOf, type HostTensor } from '../weights/host-tensor.ts';
import { HEAT_MAP_INPUT_SIZE, heatMapNetworkShapes, heatMaps, LANDMARKS } from './heat-map-network.ts';

const published = z
  .object({ parameterCount: z.int(), shapes: z.record(z.string(), z.array(z.int())) })
  .parse(
    JSON.parse(readFileSync(new URL('../../golden/heat-map-network-shapes.json', import.meta.url), 'utf8')),
  );

describe('the heat-map network', () => {
  it('has the published names, in order, and shapes', () => {
    expect(Object.keys(published.shapes)).toHaveLength(336);
    const counted = Object.entries(published.shapes).filter(
      ([name]) => !name.endsWith('num_batches_tracked'),
    );
    expect(Object.entries(heatMapNetworkShapes)).toEqual(counted);
  });

  it('has the published number of parameters', () => {
    const trained = Object.entries(heatMapNetworkShapes).filter(([name]) => !name.includes('running_'));
    expect(trained.reduce((sum, [, shape]) => sum + sizeOf(shape), 0)).toBe(published.parameterCount);
  });
});

/** Zeros, and normalisations that change nothing: the running variance makes up for the epsilon. */
function transparent(): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(heatMapNetworkShapes).map(([name, shape]) => {
      const isNormWeight = shape.length === 1 && name.endsWith('.weight');
      const value = isNormWeight ? 1 : name.endsWith('.running_var') ? 1 - 1e-5 : 0;
      return [name, { shape, data: new Float32Array(sizeOf(shape)).fill(value) }];
    }),
  );
}

/** Lets the centre of the kernel of `layer` carry channel `from` to channel `to`. */
function connect(
  weights: Record<string, HostTensor>,
  layer: string,
  [from, to]: readonly [number, number],
): void {
  const { shape = [], data } = weights[`${layer}.weight`] ?? {};
  const [, channels = 0, size = 0] = shape;
  const centre = (size * size - 1) / 2;
  data?.fill(
    1,
    (to * channels + from) * size * size + centre,
    (to * channels + from) * size * size + centre + 1,
  );
}

async function run(weights: Record<string, HostTensor>, image: Float32Array): Promise<Float32Array> {
  const device = await openDevice('cpu', { threads: 1 });
  const program = await device.compile(
    (parameters, { image: given }) => ({
      state: {},
      outputs: { maps: heatMaps(parameters, given as tf.Tensor4D) },
    }),
    {
      state: {},
      constants: weights,
      inputs: { image: [1, 3, HEAT_MAP_INPUT_SIZE, HEAT_MAP_INPUT_SIZE] },
    },
  );
  const { maps } = await program.run({ image });
  await program.dispose();
  return maps ?? new Float32Array();
}

type Plane = readonly (readonly number[])[];
const plane = (size: number, value: (row: number, column: number) => number): Plane =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => value(row, column)));
const at = (x: Plane, row: number, column: number): number => x[row]?.[column] ?? Number.NaN;
const pooled = (x: Plane): Plane =>
  plane(
    x.length / 2,
    (row, column) =>
      [0, 1]
        .flatMap((dy) => [0, 1].map((dx) => at(x, 2 * row + dy, 2 * column + dx)))
        .reduce((a, b) => a + b) / 4,
  );
/** Where every block passes its input on, a level is its input and the level below it, enlarged. */
const hourglass = (x: Plane, level: number): Plane => {
  if (level === 0) return x;
  const low = hourglass(pooled(x), level - 1);
  return plane(x.length, (row, column) => at(x, row, column) + at(low, row >> 1, column >> 1));
};

describe('heat maps', () => {
  it('add up the image at five sizes where every block passes it on, and leave out the boundary', async () => {
    const weights = transparent();
    connect(weights, 'conv1.conv', [1, 5]);
    connect(weights, 'conv2.downsample.2', [5, 6]);
    connect(weights, 'conv4.downsample.2', [6, 7]);
    connect(weights, 'm0.coordconv.conv', [7, 8]);
    connect(weights, 'conv_last0', [8, 9]);
    for (const landmark of [0, LANDMARKS - 1, LANDMARKS]) connect(weights, 'l0', [9, landmark]);
    const size = HEAT_MAP_INPUT_SIZE;
    // In [0, 1], so that no rectifier cuts anything off.
    const image = sym('heat-map-network/image', [1, 3, size, size], 0.5).map((value) => value + 0.5);
    const halved = plane(
      size / 2,
      (row, column) => image[(size + 2 * row) * size + 2 * column] ?? Number.NaN,
    );
    const expected = hourglass(pooled(halved), 4).flat();

    const maps = await run(weights, image);
    expect(maps).toHaveLength(LANDMARKS * 64 * 64);
    // Sums of some hundred float32 of size 1 to 5, and a normalisation that is transparent to 1e-7.
    const tolerance = { absolute: 1e-4, relative: 0 };
    expectAllClose(maps.subarray(0, 64 * 64), expected, tolerance);
    expectAllClose(maps.subarray((LANDMARKS - 1) * 64 * 64), expected, tolerance);
    expect(maps[64 * 64]).toBe(0);
  });

  it('know the row, the column and the distance from the centre', async () => {
    const weights = transparent();
    for (const channel of [0, 1, 2]) {
      connect(weights, 'm0.coordconv.conv', [256 + channel, channel]);
      connect(weights, 'conv_last0', [channel, channel]);
      connect(weights, 'l0', [channel, channel]);
    }
    // The last rectifier would cut off what is above or left of the centre.
    weights['conv_last0.bias']?.data.fill(10);
    const maps = await run(weights, new Float32Array(3 * HEAT_MAP_INPUT_SIZE ** 2));
    const place = (i: number): number => (2 * i) / 63 - 1;
    const coordinates = [
      plane(64, (row) => place(row)),
      plane(64, (_, column) => place(column)),
      plane(64, (row, column) => Math.hypot(place(row), place(column)) / Math.SQRT2),
    ];
    for (const [channel, expected] of coordinates.entries()) {
      const summed = hourglass(expected, 4).flat();
      const map = maps.subarray(channel * 64 * 64, (channel + 1) * 64 * 64);
      expectAllClose(
        map,
        summed.map((value) => value + 10),
        { absolute: 1e-4, relative: 0 },
      );
    }
  });
});
