import { expect, it } from 'vitest';
import { exampleRunId } from '../../../test/example-table.ts';
import { nextSeed } from './next-seed.ts';

const row = (...seeds: number[]) => ({
  runs: seeds.map((seed) => ({ id: exampleRunId, seed, state: 'finished' as const, step: 1, iterations: 1 })),
});
const next = (own: ReturnType<typeof row>, ...others: ReturnType<typeof row>[]) =>
  nextSeed([own, ...others], own);

it('is one that other rows have already', () => {
  expect(next(row(1), row(1, 3, 2))).toBe(2);
  expect(next(row(), row(777))).toBe(777);
});

it('is a new one once the row has every seed', () => {
  expect(next(row(1, 2), row(2))).toBe(3);
  expect(next(row())).toBe(1);
});
