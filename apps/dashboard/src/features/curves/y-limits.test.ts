import { describe, expect, it } from 'vitest';
import { plotLine } from './plot-line.ts';
import { fromWireSeries } from './series.ts';
import { quantile, yLimits } from './y-limits.ts';

const options = { axis: 'step', scale: 'linear', smoothing: 0, average: 'points', span: 100 } as const;
const line = (values: number[]) => {
  const steps = values.map((_, i) => i);
  const series = fromWireSeries({ name: 'a', resolution: 1, steps, times: steps, values });
  return plotLine({ run: { id: 'r', label: 'r' }, series, start: 0, colour: 'red' }, options);
};
const all = { min: 0, max: 1000 };

describe('yLimits', () => {
  // 99 values from 0 to 1 and a spike.
  const spiky = line([...Array.from({ length: 99 }, (_, i) => i / 98), 50]);

  it('holds every spike in sight', () => {
    expect(yLimits([spiky], all, { clip: false, logarithmic: false })).toEqual({
      min: 0,
      max: 50,
      clipped: 0,
    });
  });

  it('looks only at what is in sight', () => {
    expect(yLimits([spiky], { min: 0, max: 49 }, { clip: false, logarithmic: false })?.max).toBe(0.5);
  });

  it('clips a spike and counts it', () => {
    const limits = yLimits([spiky], all, { clip: true, logarithmic: false });
    expect(limits?.max).toBeLessThan(1.2);
    expect(limits?.clipped).toBe(1);
  });

  it('leaves a constant as it is', () => {
    expect(yLimits([line([2, 2, 2, 2])], all, { clip: true, logarithmic: false })).toEqual({
      min: 2,
      max: 2,
      clipped: 0,
    });
  });

  it('knows when nothing is in sight', () => {
    expect(yLimits([line([NaN])], all, { clip: false, logarithmic: false })).toBeUndefined();
  });
});

it('interpolates quantiles between ranks', () => {
  expect(quantile([0, 1, 2, 3], 0.5)).toBe(1.5);
  expect(quantile([7], 0.95)).toBe(7);
});
