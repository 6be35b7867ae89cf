import { randomStream } from '@starlab/experiment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAugmentation, randomCrop, resizedPart } from './augmentation.ts';

const stream = (index: number) => randomStream({ seed: 9, purpose: 'test', index });

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / values.length);
}

/**
 * E[s] of the accepted crops of a large square. The crop fits iff |log r| <= −log s, and log r is uniform on
 * (log 0.9, log 1.1), so acceptance of s has probability a(s); then E[s] = ∫ s·a ds / ∫ a ds over (0.8, 1).
 */
function expectedScale(): number {
  const [low, high] = [-Math.log(0.9), Math.log(1.1)];
  let [weighted, total] = [0, 0];
  const steps = 100_000;
  for (let i = 0; i < steps; i++) {
    const s = 0.8 + (0.2 * (i + 0.5)) / steps;
    const accepted = Math.min(-Math.log(s), low) + Math.min(-Math.log(s), high);
    weighted += s * accepted;
    total += accepted;
  }
  return weighted / total;
}

describe('randomCrop', () => {
  it('stays inside the image', () => {
    const side = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(side, side, fc.nat(), (width, height, index) => {
        const crop = randomCrop({ width, height }, stream(index));
        expect(Math.min(crop.left, crop.top)).toBeGreaterThanOrEqual(0);
        expect(Math.min(crop.width, crop.height)).toBeGreaterThanOrEqual(1);
        expect(crop.left + crop.width).toBeLessThanOrEqual(width);
        expect(crop.top + crop.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it('has the area and the aspect ratio that the rejection of crops too large leaves', () => {
    const size = { width: 4096, height: 4096 };
    const crops = Array.from({ length: 20_000 }, (_, index) => randomCrop(size, stream(index)));
    const scales = crops.map((crop) => (crop.width * crop.height) / 4096 ** 2);
    const ratios = crops.map((crop) => crop.width / crop.height);
    expect(Math.abs(mean(scales) - expectedScale())).toBeLessThan(5 * standardError(scales));
    // Rounding a side of some 3,700 px to whole pixels moves a ratio by less than 3e-4.
    expect(Math.min(...ratios)).toBeGreaterThan(0.9 - 3e-4);
    expect(Math.max(...ratios)).toBeLessThan(1.1 + 3e-4);
    expect(Math.min(...scales)).toBeGreaterThan(0.8 - 3e-4);
  });

  it('lies anywhere with equal probability', () => {
    const size = { width: 4096, height: 4096 };
    const crops = Array.from({ length: 5_000 }, (_, index) => randomCrop(size, stream(index)));
    for (const along of ['left', 'top'] as const) {
      const places = crops.map((crop) => {
        const room = 4096 - (along === 'left' ? crop.width : crop.height);
        return crop[along] / Math.max(1, room);
      });
      expect(Math.abs(mean(places) - 0.5)).toBeLessThan(5 * standardError(places));
    }
  });

  it('takes the centre when no crop of 80 % fits', () => {
    // 100×200: any crop of 80 % of the area with a ratio above 0.9 is wider than 100.
    const tall = randomCrop({ width: 100, height: 200 }, stream(0));
    expect(tall).toEqual({ left: 0, top: 44, width: 100, height: Math.round(100 / 0.9) });
    const wide = randomCrop({ width: 200, height: 100 }, stream(0));
    expect(wide).toEqual({ left: 45, top: 0, width: 110, height: 100 });
  });
});

describe('drawAugmentation', () => {
  it.each([0, 0.5, 1])('crops with probability %d and flips every second time', (probability) => {
    const draws = 10_000;
    const size = { width: 64, height: 64 };
    const drawn = Array.from({ length: draws }, (_, i) => drawAugmentation(size, probability, stream(i)));
    const cropped = drawn.filter(({ crop }) => crop).length / draws;
    const flipped = drawn.filter(({ flip }) => flip).length / draws;
    const fiveSigma = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / draws);
    expect(Math.abs(cropped - probability)).toBeLessThanOrEqual(fiveSigma(probability));
    expect(Math.abs(flipped - 0.5)).toBeLessThan(fiveSigma(0.5));
  });
});

describe('resizedPart', () => {
  it('cuts out the crop before resizing', () => {
    const rgb = Uint8Array.from({ length: 27 }, (_, i) => i);
    const crop = { left: 1, top: 2, width: 1, height: 1 };
    expect([...resizedPart({ width: 3, height: 3, rgb }, crop, 1)]).toEqual([21, 22, 23]);
  });
});
