import { expect, it } from 'vitest';
import { panned, scaled } from './use-zoom.ts';

const extent = { first: 0, last: 1000 };

it('pans by a share of its length and stops at the ends', () => {
  expect(panned({ from: 100, to: 300 }, 0.25, extent)).toEqual({ from: 150, to: 350 });
  expect(panned({ from: 100, to: 300 }, -2, extent)).toEqual({ from: 0, to: 200 });
  expect(panned({ from: 700, to: 900 }, 2, extent)).toEqual({ from: 800, to: 1000 });
});

it('zooms around the middle, and out until everything is in sight', () => {
  expect(scaled(undefined, 0.5, extent)).toEqual({ from: 250, to: 750 });
  expect(scaled({ from: 250, to: 750 }, 2, extent)).toBeUndefined();
});
