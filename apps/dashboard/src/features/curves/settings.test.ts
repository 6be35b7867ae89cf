import { expect, it } from 'vitest';
import { readCurveSettings, writeCurveSettings } from './settings.ts';

const read = (search: string) => readCurveSettings(new URLSearchParams(search));

it('starts with steps, a linear axis, no smoothing and everything in sight', () => {
  expect(read('')).toEqual({
    axis: 'step',
    scale: 'linear',
    smoothing: 0,
    average: 'points',
    clip: false,
    seeds: 'lines',
    filter: '',
    zoom: undefined,
  });
  expect(Object.values(writeCurveSettings(read(''))).filter(Boolean)).toEqual([]);
});

it('reads back what it wrote', () => {
  const settings = {
    axis: 'relative',
    scale: 'log',
    smoothing: 0.6,
    average: 'time',
    clip: true,
    seeds: 'std',
    filter: 'G/latent',
    zoom: { from: 100, to: 900 },
  } as const;
  const patch = writeCurveSettings(settings);
  expect(read(new URLSearchParams(Object.entries(patch) as [string, string][]).toString())).toEqual(settings);
});

it('takes nonsense for the default', () => {
  expect(read('x=epoch&y=cubic&smoothing=-3&average=mode&clip=1&seeds=all&zoom=9-2')).toEqual(read(''));
  expect(read('smoothing=5').smoothing).toBe(0.999);
});
