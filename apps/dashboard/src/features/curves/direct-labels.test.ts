import { describe, expect, it } from 'vitest';
import { LABEL_HEIGHT, placeLabels, spread, tellingNames } from './direct-labels.ts';
import type { PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

const area: PlotArea = {
  width: 200,
  height: 130,
  left: 0,
  right: 100,
  top: 0,
  bottom: 130,
  xMin: 0,
  xMax: 10,
  yMin: 0,
  yMax: 130,
  scale: 'linear',
  xTicks: [],
  yTicks: [],
};
const line = (key: string, last: number): PlotLine => ({
  key,
  label: key,
  colour: 'red',
  dash: [],
  xs: [0, 5, 20],
  steps: [0, 5, 20],
  ys: [0, last, 99],
  values: [0, last, 99],
  last: 99,
  raw: undefined,
  band: undefined,
  resolution: 1,
  nonFinite: [],
  hidden: 0,
});

describe('names', () => {
  it('leave out how all of them begin, by whole words', () => {
    expect(tellingNames(['cyclegan lr=0.001 s1', 'cyclegan lr=0.002 s1'])).toEqual([
      '…lr=0.001 s1',
      '…lr=0.002 s1',
    ]);
    expect(tellingNames(['my-long-experiment', 'my-long-experience-2'])).toEqual([
      '…experiment',
      '…experience-2',
    ]);
    expect(tellingNames(['my/long/experiment/', 'my/long/experiment/2'])).toEqual([
      'my/long/experiment/',
      '…2',
    ]);
  });

  it('leave it out of those that begin alike, whatever the others are called', () => {
    expect(tellingNames(['cyclegan lr=0.001 s1', 'cyclegan lr=0.002 s1', 'a baseline'])).toEqual([
      '…lr=0.001 s1',
      '…lr=0.002 s1',
      'a baseline',
    ]);
    const same = ['cyclegan run 1', 'cyclegan run 2', 'stargan run 1', 'stargan run 2'];
    expect(tellingNames(same)).toEqual(same);
  });

  it('stay whole where they are short, alone or not alike', () => {
    for (const names of [['F-seed1', 'F-seed2'], ['cyclegan lr=0.001'], ['cyclegan lr=0.001', 'stargan'], []])
      expect(tellingNames(names)).toEqual(names);
  });
});

describe('direct labels', () => {
  it('stand at the height of the last point in sight', () => {
    expect(placeLabels([line('a', 30)], area, undefined).labels).toMatchObject([
      { key: 'a', anchor: 100, y: 100 },
    ]);
  });

  it('make room for one another and stay within the plot', () => {
    const ys = spread([50, 50, 51, 128], 6.5, 123.5);
    expect(ys[1]).toBeGreaterThanOrEqual((ys[0] ?? 0) + LABEL_HEIGHT);
    expect(ys[2]).toBeGreaterThanOrEqual((ys[1] ?? 0) + LABEL_HEIGHT);
    expect(ys[3]).toBe(123.5);
  });

  it('leave out what has no room, but never the highlighted line', () => {
    const many = Array.from({ length: 50 }, (_, i) => line(`run ${i}`, i));
    const { labels, left } = placeLabels(many, area, 'run 49');
    expect(labels.length + left).toBe(50);
    expect(labels.length).toBe(9);
    expect(labels.map(({ key }) => key)).toContain('run 49');
    // Below the last one there is a line for "and 41 more".
    expect(labels.at(-1)?.y).toBeLessThanOrEqual(area.bottom - 1.5 * LABEL_HEIGHT);
  });
});
