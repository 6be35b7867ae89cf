import { expect, it } from 'vitest';
import { readCurveSettings, writeCurveSettings } from './settings.ts';

const read = (search: string) => readCurveSettings(new URLSearchParams(search));

it('starts with steps, a linear axis, no smoothing and everything in sight', () => {
  expect(read('')).toEqual({ axis: 'step', scale: 'linear', smoothing: 0, zoom: undefined });
  expect(writeCurveSettings(read(''))).toEqual({ x: '', y: '', smoothing: '', zoom: undefined });
});

it('reads back what it wrote', () => {
  const settings = { axis: 'relative', scale: 'log', smoothing: 0.6, zoom: { from: 100, to: 900 } } as const;
  const patch = writeCurveSettings(settings);
  expect(patch).toEqual({ x: 'relative', y: 'log', smoothing: '0.6', zoom: '100-900' });
  expect(read(new URLSearchParams(Object.entries(patch) as [string, string][]).toString())).toEqual(settings);
});

it('takes nonsense for the default', () => {
  expect(read('x=epoch&y=cubic&smoothing=-3&zoom=9-2')).toEqual(read(''));
  expect(read('smoothing=5').smoothing).toBe(0.999);
});
