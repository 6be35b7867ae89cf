import { describe, expect, it } from 'vitest';
import { LABEL_HEIGHT, placeLabels, spread } from './direct-labels.ts';
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
  });
});
