import { describe, expect, it } from 'vitest';
import { continueAll, continueSeries, fromWireSeries, refineSeries, seriesToCsv } from './series.ts';

const raw = (name: string, steps: number[], values: number[]) =>
  fromWireSeries({ name, resolution: 1, steps, times: steps.map((step) => step * 1000), values });

describe('continuing a series', () => {
  it('takes only points after the last step, so that a point pushed twice is drawn once', () => {
    const continued = continueSeries(raw('a', [10, 20], [1, 2]), raw('a', [20, 30], [99, 3]));
    expect(continued.steps).toEqual([10, 20, 30]);
    expect(continued.values).toEqual([1, 2, 3]);
    expect(continued.last).toBe(3);
  });

  it('adds curves that begin later', () => {
    const merged = continueAll(new Map([['a', raw('a', [1], [1])]]), [raw('b', [1], [5])]);
    expect([...merged.keys()]).toEqual(['a', 'b']);
  });
});

it('looks finer at a part and leaves the rest', () => {
  const refined = refineSeries(
    raw('a', [0, 10, 20, 30], [0, 1, 2, 3]),
    raw('a', [8, 12, 16, 20], [5, 6, 7, 8]),
  );
  expect(refined.steps).toEqual([0, 8, 12, 16, 20, 30]);
  expect(refined.values).toEqual([0, 5, 6, 7, 8, 3]);
  expect(refined.last).toBe(3);
});

it('exports the points as CSV, whatever a run is called', () => {
  expect(seriesToCsv([{ run: 'F, "wide"', series: raw('a', [1], [0.5]) }])).toBe(
    'run,step,time,value,min,max\n"F, ""wide""",1,1970-01-01T00:00:01.000Z,0.5,0.5,0.5\n',
  );
});
