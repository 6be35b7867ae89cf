import { describe, expect, it } from 'vitest';
import {
  durationTick,
  nearestIndex,
  onScale,
  stepRange,
  stepTick,
  tickInterval,
  timeTicks,
  xValues,
} from './axes.ts';
import { fromWireSeries } from './series.ts';

const series = fromWireSeries({
  name: 'a',
  resolution: 1,
  steps: [10, 20, 30],
  times: [1_000, 3_000, 9_000],
  values: [1, 2, 3],
});

describe('x axes', () => {
  it('places points by step, by time since the start or by the clock', () => {
    expect(xValues(series, 'step', 1_000)).toEqual([10, 20, 30]);
    expect(xValues(series, 'relative', 1_000)).toEqual([0, 2_000, 8_000]);
    expect(xValues(series, 'time', 1_000)).toEqual([1_000, 3_000, 9_000]);
  });

  it('finds the nearest point', () => {
    expect([-5, 14, 16, 25, 99].map((x) => nearestIndex([10, 20, 30], x))).toEqual([0, 0, 1, 1, 2]);
    expect(nearestIndex([], 3)).toBe(-1);
  });

  it('keeps a zoom as steps whichever axis and direction it was drawn on', () => {
    const xs = xValues(series, 'relative', 1_000);
    expect(stepRange({ xs, steps: series.steps }, [7_500, 1_800])).toEqual({ from: 20, to: 30 });
  });
});

describe('ticks', () => {
  it('fall on round durations', () => {
    expect(tickInterval(0, 3_600_000, 5)).toBe(900_000);
    expect(timeTicks(0, 3_600_000, { count: 5 })).toEqual([0, 900_000, 1_800_000, 2_700_000, 3_600_000]);
  });

  it('fall on round times of the reader’s time zone', () => {
    // UTC+5:30: local midnight is 18:30 UTC, i.e. ticks are multiples of a day shifted by −5.5 h.
    const [first] = timeTicks(0, 2 * 86_400_000, { count: 2, offset: -19_800_000 });
    expect(first).toBe(86_400_000 - 19_800_000);
  });

  it('are labelled briefly', () => {
    expect([0, 30_000, 300_000, 5_400_000, 172_800_000].map(durationTick)).toEqual([
      '0',
      '30s',
      '5m',
      '1h30',
      '2d',
    ]);
    expect([500, 12_000, 1_500_000].map(stepTick)).toEqual(['500', '12k', '1.5M']);
  });
});

it('drops what a logarithmic axis cannot show', () => {
  expect(onScale(-1, 'log')).toBeNaN();
  expect(onScale(0, 'log')).toBeNaN();
  expect(onScale(-1, 'linear')).toBe(-1);
  expect(onScale(Infinity, 'linear')).toBeNaN();
});
