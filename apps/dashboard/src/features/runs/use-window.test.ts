import { expect, it } from 'vitest';
import { rowsInSight } from './use-window.ts';

const table = { rowHeight: 30, header: 60, total: 5_000 };

it('draws the rows in sight and a few beyond', () => {
  expect(rowsInSight({ scrollTop: 0, height: 600 }, table)).toEqual({ from: 0, to: 30 });
  expect(rowsInSight({ scrollTop: 30_060, height: 600 }, table)).toEqual({ from: 988, to: 1_032 });
});

it('stays within the rows there are', () => {
  expect(rowsInSight({ scrollTop: 150_000, height: 600 }, table).to).toBe(5_000);
  expect(rowsInSight({ scrollTop: 900, height: 600 }, { ...table, total: 3 })).toEqual({ from: 3, to: 3 });
});
