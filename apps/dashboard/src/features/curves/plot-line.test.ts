import { describe, expect, it } from 'vitest';
import { plotLine } from './plot-line.ts';
import { fromWireSeries } from './series.ts';

const options = { axis: 'step', scale: 'linear', smoothing: 0, average: 'points', span: 100 } as const;
const bucketed = fromWireSeries({
  name: 'D/latent/reg',
  resolution: 32,
  steps: [32, 64, 96],
  times: [1, 2, 3],
  values: [1, 'NaN', 2],
  min: [0.5, 'NaN', -1],
  max: [40, 'NaN', 3],
});
const plotted = { run: { id: 'r', label: 'run' }, series: bucketed, start: 0, colour: 'red' };

describe('plotLine', () => {
  it('keeps a spike inside a bucket as the upper edge of the band', () => {
    expect(plotLine(plotted, options).band?.upper[0]).toBe(40);
  });

  it('marks where a value was not finite and interrupts the line there', () => {
    const line = plotLine(plotted, options);
    expect(line.nonFinite).toEqual([64]);
    expect(line.ys[1]).toBeNaN();
  });

  it('keeps the raw line behind a smoothed one only', () => {
    expect(plotLine(plotted, options).raw).toBeUndefined();
    const smoothed = plotLine(plotted, { ...options, smoothing: 0.5 });
    expect(smoothed.raw).toEqual([1, NaN, 2]);
    expect(smoothed.ys[2]).toBeCloseTo((0.25 + 1) / 0.75, 12);
    expect(smoothed.values).toEqual([1, NaN, 2]);
  });

  it('begins relative time where the run began', () => {
    expect(plotLine(plotted, { ...options, axis: 'relative' }).xs).toEqual([1, 2, 3]);
  });

  it('counts what a logarithmic axis hides', () => {
    const series = fromWireSeries({
      name: 'a',
      resolution: 1,
      steps: [1, 2, 3],
      times: [0, 0, 0],
      values: [-1, 0, 5],
    });
    const line = plotLine({ ...plotted, series }, { ...options, scale: 'log' });
    expect(line.hidden).toBe(2);
    expect(line.ys).toEqual([NaN, NaN, 5]);
  });
});
