import { describe, expect, it } from 'vitest';
import { smooth } from './smoothing.ts';

describe('smooth', () => {
  it('leaves values alone at weight 0', () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('is the debiased moving average', () => {
    // w = 0.5 over 4, 2, 6: (2)/0.5 = 4; (1 + 1)/0.75 = 8/3; (1 + 3)/0.875 = 32/7
    const smoothed = smooth([4, 2, 6], 0.5);
    expect(smoothed[0]).toBeCloseTo(4, 12);
    expect(smoothed[1]).toBeCloseTo(8 / 3, 12);
    expect(smoothed[2]).toBeCloseTo(32 / 7, 12);
  });

  it('keeps a constant constant from the first point on', () => {
    for (const value of smooth(new Array<number>(50).fill(7), 0.99)) expect(value).toBeCloseTo(7, 10);
  });

  it('passes NaN through without spoiling what follows', () => {
    const smoothed = smooth([1, NaN, 1], 0.9);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(1, 12);
  });
});
