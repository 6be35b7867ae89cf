import { describe, expect, it } from 'vitest';
import { plotData } from './plot-data.ts';
import { fromWireSeries } from './series.ts';

const options = { axis: 'step', scale: 'linear', smoothing: 0, origin: 0 } as const;
const bucketed = fromWireSeries({
  name: 'D/latent/reg',
  resolution: 32,
  steps: [32, 64, 96],
  times: [1, 2, 3],
  values: [1, 'NaN', 2],
  min: [0.5, 'NaN', -1],
  max: [40, 'NaN', 3],
});

describe('plotData', () => {
  it('keeps a spike inside a bucket as the upper edge of the band', () => {
    expect(plotData(bucketed, options).upper[0]).toEqual({ x: 32, y: 40 });
  });

  it('marks where a value was not finite and interrupts the line there', () => {
    const data = plotData(bucketed, options);
    expect(data.nonFinite).toEqual([64]);
    expect(data.line[1]?.y).toBeNaN();
  });

  it('keeps the raw line behind a smoothed one only', () => {
    expect(plotData(bucketed, options).raw).toEqual([]);
    const smoothed = plotData(bucketed, { ...options, smoothing: 0.5 });
    expect(smoothed.raw.map((point) => point.y)).toEqual([1, NaN, 2]);
    expect(smoothed.line[2]?.y).toBeCloseTo((0.25 + 1) / 0.75, 12);
  });

  it('counts what a logarithmic axis hides', () => {
    const series = fromWireSeries({
      name: 'a',
      resolution: 1,
      steps: [1, 2, 3],
      times: [0, 0, 0],
      values: [-1, 0, 5],
    });
    const data = plotData(series, { ...options, scale: 'log' });
    expect(data.hidden).toBe(2);
    expect(data.line.map((point) => point.y)).toEqual([NaN, NaN, 5]);
  });
});
