import { runIdSchema } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { exampleRun } from '../../../test/example-run.ts';
import { firstPage, missingPages, PAGE_SIZE, withChangedRun, withPage } from './found-runs.ts';

const run = (n: number) =>
  exampleRun({
    id: runIdSchema.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
    name: `run ${n}`,
  });
const page = (from: number, count: number) => Array.from({ length: count }, (_, i) => run(from + i));
const list = firstPage({ total: 930, runs: page(0, PAGE_SIZE) });

it('asks for the pages in sight that are missing, the short last one included', () => {
  expect(missingPages(list, 0, 40)).toEqual([]);
  expect(missingPages(list, 30, 60)).toEqual([50]);
  expect(missingPages(list, 890, 930)).toEqual([850, 900]);
  expect(missingPages(withPage(list, 900, { total: 930, runs: page(900, 30) }), 910, 930)).toEqual([]);
});

it('forgets rows beyond the end once there are fewer', () => {
  const full = withPage(list, 50, { total: 930, runs: page(50, PAGE_SIZE) });
  const fewer = withPage(full, 0, { total: 60, runs: page(0, PAGE_SIZE) });
  expect(fewer.total).toBe(60);
  expect(fewer.rows.size).toBe(60);
});

it('puts a changed run in its place and leaves strangers out', () => {
  const changed = withChangedRun(list, { ...run(7), name: 'new name' });
  expect(changed.rows.get(7)?.name).toBe('new name');
  expect(withChangedRun(list, run(700))).toBe(list);
});
