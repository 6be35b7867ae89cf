import { runIdSchema } from '@starlab/experiment';
import { expect, it } from 'vitest';
import { exampleRun } from '../../../test/example-run.ts';
import { firstPage, missingPages, withChangedRun, withPage } from './found-runs.ts';

const run = (n: number) =>
  exampleRun({
    id: runIdSchema.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
    name: `run ${n}`,
  });
const page = (from: number, count: number) => Array.from({ length: count }, (_, i) => run(from + i));
const list = firstPage({ total: 950, runs: page(0, 100) });

it('asks for the pages in sight that are missing, the short last one included', () => {
  expect(missingPages(list, 0, 40)).toEqual([]);
  expect(missingPages(list, 80, 130)).toEqual([100]);
  expect(missingPages(list, 890, 950)).toEqual([800, 900]);
  expect(missingPages(withPage(list, 900, { total: 950, runs: page(900, 50) }), 910, 950)).toEqual([]);
});

it('forgets rows beyond the end once there are fewer', () => {
  const full = withPage(list, 100, { total: 950, runs: page(100, 100) });
  const fewer = withPage(full, 0, { total: 120, runs: page(0, 100) });
  expect(fewer.total).toBe(120);
  expect(fewer.rows.size).toBe(120);
});

it('puts a changed run in its place and leaves strangers out', () => {
  const changed = withChangedRun(list, { ...run(7), name: 'new name' });
  expect(changed.rows.get(7)?.name).toBe('new name');
  expect(withChangedRun(list, run(700))).toBe(list);
});
