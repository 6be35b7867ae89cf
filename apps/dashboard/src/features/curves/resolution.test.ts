import { describe, expect, it } from 'vitest';
import { bucketsFor, detailWindow, serves } from './resolution.ts';

it('asks for fewer buckets of each run the more runs there are', () => {
  expect([1, 16, 50].map(bucketsFor)).toEqual([512, 512, 163]);
});

describe('the window around a zoom', () => {
  const window = detailWindow({ from: 1000, to: 1200 });

  it('has as much again on both sides', () => {
    expect(window).toMatchObject({ from: 800, to: 1400 });
    expect(detailWindow({ from: 50, to: 250 }).from).toBe(0);
  });

  it('serves a pan within it', () => {
    expect(serves(window, { from: 1150, to: 1350 })).toBe(true);
    expect(serves(window, { from: 1250, to: 1450 })).toBe(false);
  });

  it('does not serve a deeper zoom', () => {
    expect(serves(window, { from: 1000, to: 1090 })).toBe(false);
  });
});
