import type { StoredSample } from '@starlab/tracking';
import { describe, expect, it } from 'vitest';
import { gridRow, sampleIndexAt, samplesByKey, wholeScale } from './steps.ts';

const sample = (key: StoredSample['key'], step: number): StoredSample => ({
  key,
  step,
  sha256: '0'.repeat(64),
  width: 256,
  height: 192,
});

describe('samples', () => {
  it('are grouped by kind, latent first, by step', () => {
    const kinds = samplesByKey([sample('cycle', 5), sample('latent', 10), sample('latent', 5)]);
    expect(kinds.map((kind) => [kind.key, kind.samples.map(({ step }) => step)])).toEqual([
      ['latent', [5, 10]],
      ['cycle', [5]],
    ]);
  });

  it('are found by the step at or before', () => {
    const samples = [10, 20, 30].map((step) => sample('latent', step));
    expect([undefined, 5, 10, 29, 99].map((step) => sampleIndexAt(samples, step))).toEqual([2, 0, 0, 1, 2]);
  });

  it('are enlarged by whole factors', () => {
    const grid = { width: 256, height: 320 };
    expect(wholeScale(grid, { width: 1100, height: 2000 })).toBe(4);
    expect(wholeScale(grid, { width: 1100, height: 1000 })).toBe(3);
    expect(wholeScale(grid, { width: 200, height: 1000 })).toBe(1);
  });

  it('show a row that the grid has', () => {
    expect(gridRow({ width: 256, height: 192 }, 64, 1)).toEqual({ rows: 3, row: 1 });
    expect(gridRow({ width: 256, height: 64 }, 64, 1)).toEqual({ rows: 1, row: 0 });
  });
});
