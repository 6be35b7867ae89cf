import { describe, expect, it } from 'vitest';
import { smooth } from './smoothing.ts';

const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const byPoints = (weight: number) => ({ weight, average: 'points', span: 1 }) as const;

describe('the average over points', () => {
  it('leaves values alone at weight 0', () => {
    expect(smooth(steps(3), [3, 1, 2], byPoints(0))).toEqual([3, 1, 2]);
  });

  it('is the debiased moving average', () => {
    // w = 0.5 over 4, 2, 6: (2)/0.5 = 4; (1 + 1)/0.75 = 8/3; (1 + 3)/0.875 = 32/7
    const smoothed = smooth(steps(3), [4, 2, 6], byPoints(0.5));
    expect(smoothed[0]).toBeCloseTo(4, 12);
    expect(smoothed[1]).toBeCloseTo(8 / 3, 12);
    expect(smoothed[2]).toBeCloseTo(32 / 7, 12);
  });

  it('keeps a constant constant from the first point on', () => {
    for (const value of smooth(steps(50), new Array<number>(50).fill(7), byPoints(0.99))) {
      expect(value).toBeCloseTo(7, 10);
    }
  });

  it('passes NaN through without spoiling what follows', () => {
    const smoothed = smooth(steps(3), [1, NaN, 1], byPoints(0.9));
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(1, 12);
  });
});

describe('the average over time', () => {
  const overTime = { weight: 0.5, average: 'time', span: 1000 } as const;

  it('forgets by distance: points a thousandth of the axis apart count as neighbours of the other average', () => {
    expect(smooth([0, 1, 2], [4, 2, 6], overTime)).toEqual(smooth(steps(3), [4, 2, 6], byPoints(0.5)));
  });

  it('forgets more over a gap', () => {
    // Two units on, the first value weighs 0.25: (0.25 · 4 + 2) / 1.25.
    expect(smooth([0, 2], [4, 2], overTime)[1]).toBeCloseTo(2.4, 12);
  });
});
