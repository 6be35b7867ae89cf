import { describe, expect, it } from 'vitest';
import {
  durationTick,
  intervalOf,
  nearestIndex,
  onScale,
  stepRange,
  stepTick,
  tickInterval,
  timeTicks,
  valueTick,
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
    expect(stepTick(500, 100)).toBe('500');
    expect(stepTick(12_000, 2_000)).toBe('12k');
    expect(stepTick(1_500_000, 500_000)).toBe('1.5M');
  });

  it.each([
    [50_000, 2, ['50000', '50002', '50004']],
    [1_234_000, 100, ['1234k', '1234.1k', '1234.2k']],
    [1_000_000, 250_000, ['1M', '1.25M', '1.5M']],
  ])('tell steps apart however far one has zoomed in: from %d by %d', (from, interval, labels) => {
    expect([0, 1, 2].map((i) => stepTick(from + i * interval, interval))).toEqual(labels);
  });

  it.each([
    [0, 0.5, ['0', '0.5', '1']],
    [47.764, 0.002, ['47.764', '47.766', '47.768']],
    [47, 0.25, ['47', '47.25', '47.5']],
    [1234, 0.5, ['1234', '1234.5', '1235']],
    [1e30, 5e29, ['1e30', '1.5e30', '2e30']],
    [2e-12, 5e-13, ['2e-12', '2.5e-12', '3e-12']],
    [-500_000, 500_000, ['-500000', '0', '500000']],
  ])('tell values apart however close they are: from %d by %d', (from, interval, labels) => {
    expect([0, 1, 2].map((i) => valueTick(from + i * interval, interval))).toEqual(labels);
  });

  it('are as far apart as most of them, whatever the ends of the axis', () => {
    expect(intervalOf([{ value: 77_999 }, { value: 78_000 }, { value: 80_000 }, { value: 80_500 }])).toBe(
      2_000,
    );
    expect(intervalOf([{ value: 3 }])).toBe(0);
  });
});

it('drops what a logarithmic axis cannot show', () => {
  expect(onScale(-1, 'log')).toBeNaN();
  expect(onScale(0, 'log')).toBeNaN();
  expect(onScale(-1, 'linear')).toBe(-1);
  expect(onScale(Infinity, 'linear')).toBeNaN();
});
