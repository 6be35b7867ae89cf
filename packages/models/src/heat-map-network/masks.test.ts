// The mask recipe against itself worked out by hand for one lit landmark at a time: enlarging, threshold, stretching,
// power, movement, and which of the two masks it marks.
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice, type Program } from '@starlab/engine';
import { expectAllClose } from '@starlab/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEAT_MAP_SIZE, LANDMARKS } from './heat-map-network.ts';
import { masksOfHeatMaps } from './masks.ts';

const SIZE = 256;
const PEAK = { row: 30, column: 20 };

let program: Program;
beforeAll(async () => {
  const device = await openDevice('cpu', { threads: 1 });
  program = await device.compile(
    (_, { maps }) => ({ state: {}, outputs: { ...masksOfHeatMaps(maps as tf.Tensor4D) } }),
    { state: {}, inputs: { maps: [1, LANDMARKS, HEAT_MAP_SIZE, HEAT_MAP_SIZE] } },
  );
});
afterAll(() => program.dispose());

/** Masks of heat maps that are 0 but for these landmarks, each at the peak's place. */
async function masksOf(
  lit: Readonly<Record<number, number>>,
): Promise<{ at32: Float32Array; fine: Float32Array }> {
  const maps = new Float32Array(LANDMARKS * HEAT_MAP_SIZE * HEAT_MAP_SIZE);
  for (const [landmark, height] of Object.entries(lit))
    maps[(Number(landmark) * HEAT_MAP_SIZE + PEAK.row) * HEAT_MAP_SIZE + PEAK.column] = height;
  const { at32, at64And128 } = await program.run({ maps });
  return { at32: at32 ?? new Float32Array(), fine: at64And128 ?? new Float32Array() };
}

/** A peak of height 1 enlarged with corners on corners: a tent, 255 / 63 px to either side. */
function tent(): Float32Array {
  const along = (peak: number): number[] =>
    Array.from({ length: SIZE }, (_, i) => Math.max(0, 1 - Math.abs((i * 63) / 255 - peak)));
  const columns = along(PEAK.column);
  return Float32Array.from(along(PEAK.row).flatMap((y) => columns.map((x) => y * x)));
}

/** The tent cut at the threshold, stretched to 1, to a power. */
function sharpened(power: number, height = 1): Float32Array {
  const kept = tent().map((value) => (value * height < 0.1 ? 0 : value * height));
  const largest = Math.max(...kept);
  return kept.map((value) => (value / (largest + 1e-6)) ** power);
}

const movedUp = (mask: Float32Array, rows: number): Float32Array =>
  mask.map((_, i) => mask[(i + rows * SIZE + SIZE * SIZE) % (SIZE * SIZE)] ?? Number.NaN);
const nothing = new Float32Array(SIZE * SIZE);

/** Float32 products of weights below 1, to the fourth power at most. */
const tolerance = { absolute: 2e-5, relative: 0 };

describe('a landmark', () => {
  it.each([
    { part: 'the chin', landmarks: [8, 24], power: 3, up: 0, isFine: false },
    { part: 'the eyebrows', landmarks: [34, 45, 47, 50], power: 2, up: -7, isFine: false },
    { part: 'the nose’s top', landmarks: [51], power: 1, up: 0, isFine: true },
    { part: 'the nose’s bridge', landmarks: [52, 54], power: 1, up: 4, isFine: true },
    { part: 'the nostrils', landmarks: [55, 59], power: 4, up: 8, isFine: true },
    { part: 'the upper lip', landmarks: [77, 81], power: 4, up: -8, isFine: false },
    { part: 'the lower lip', landmarks: [83, 87], power: 4, up: 8, isFine: false },
    { part: 'the inner lip', landmarks: [88, 95], power: 3, up: -2, isFine: false },
    { part: 'the pupils', landmarks: [96, 97], power: 1, up: 0, isFine: true },
  ])('of $part marks its place', async ({ landmarks, power, up, isFine }) => {
    const expected = movedUp(sharpened(power), up);
    for (const landmark of landmarks) {
      const { at32, fine } = await masksOf({ [landmark]: 1 });
      expectAllClose(at32, expected, tolerance);
      expectAllClose(fine, isFine ? expected : nothing, tolerance);
    }
  });

  it.each([60, 75])('of the eyes (%i) marks two places', async (landmark) => {
    const { at32, fine } = await masksOf({ [landmark]: 1 });
    const [sharp, plain] = [movedUp(sharpened(3), -8), movedUp(sharpened(1), -24)];
    const expected = sharp.map((value, i) => Math.min(1, value + (plain[i] ?? 0)));
    expectAllClose(at32, expected, tolerance);
    expectAllClose(fine, expected, tolerance);
  });

  it('of the jaw, or at the corner of brow or mouth, marks nothing', async () => {
    const lit = Object.fromEntries([0, 7, 25, 32, 33, 46, 76, 82].map((landmark) => [landmark, 1]));
    const { at32, fine } = await masksOf(lit);
    expect(Math.max(...at32)).toBe(0);
    expect(Math.max(...fine)).toBe(0);
  });

  it('is cut at a tenth before it is stretched', async () => {
    const faint = await masksOf({ 51: 0.15 });
    expectAllClose(faint.at32, sharpened(1, 0.15), tolerance);
    const fainter = await masksOf({ 51: 0.09 });
    expect(Math.max(...fainter.at32)).toBe(0);
  });

  it('adds to others up to 1', async () => {
    const { at32 } = await masksOf({ 51: 1, 96: 1, 97: 1 });
    const expected = sharpened(1).map((value) => Math.min(1, 3 * value));
    expectAllClose(at32, expected, tolerance);
  });
});

it('moves cyclically over the edge', async () => {
  const maps = new Float32Array(LANDMARKS * HEAT_MAP_SIZE * HEAT_MAP_SIZE);
  maps[55 * HEAT_MAP_SIZE * HEAT_MAP_SIZE] = 1; // a nostril in the upper left corner
  const { at32 } = await program.run({ maps });
  expect(at32?.[(SIZE - 8) * SIZE]).toBeCloseTo(1, 4);
  expect(at32?.[0]).toBe(0);
});
