import { describe, expect, it } from 'vitest';
import { metricLines } from './metric-lines.ts';
import { fromWireSeries, type SeriesByRun } from './series.ts';

const options = { axis: 'step', scale: 'linear', smoothing: 0, average: 'points', span: 10 } as const;
const series = fromWireSeries({
  name: 'a',
  resolution: 4,
  steps: [3, 7],
  times: [0, 1],
  values: [1, 2],
  min: [0, 1],
  max: [9, 3],
});
const runs = Array.from({ length: 12 }, (_, i) => ({
  id: `r${i}`,
  label: `run ${i}`,
  ...(i < 6 ? { group: 'E' } : { group: 'f-key', groupLabel: 'F' }),
}));
const curves: SeriesByRun = new Map(runs.map(({ id }) => [id, new Map([['a', series]])]));
const request = { runs, curves, name: 'a', options, colour: 'red' };

describe('the lines of a metric', () => {
  it('are one a run, for the runs that have it', () => {
    const lines = metricLines({ ...request, runs: runs.slice(0, 2), seeds: 'lines' });
    expect(lines.map(({ label }) => label)).toEqual(['run 0', 'run 1']);
    expect(metricLines({ ...request, name: 'b', seeds: 'lines' })).toEqual([]);
  });

  it('keep a spike in sight where bands would be too many', () => {
    const [first] = metricLines({ ...request, seeds: 'lines' });
    expect(first?.band).toBeUndefined();
    expect(first?.ys).toEqual([0, 9, 1, 3]);
  });

  it('are one a group of seeds where a band is asked for', () => {
    expect(metricLines({ ...request, seeds: 'std' }).map(({ label }) => label)).toEqual([
      'E (n = 6)',
      'F (n = 6)',
    ]);
  });
});
