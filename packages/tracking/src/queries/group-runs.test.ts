import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { groupRuns } from './group-runs.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  const losses = [
    { seed: 1, loss: 2 },
    { seed: 2, loss: 4 },
    { seed: 3, loss: NaN },
    { seed: 1, loss: 5, lambdaDs: 0 },
    { seed: 1, loss: 7, lambdaDs: 0 }, // again: one seed is one sample
  ];
  for (const { loss, ...config } of losses) {
    const runId = await createTestRun(test.db, { studyName: 'faces', config });
    const log = await openRunLog(test.db, { runId, home: test.home });
    log.log({ loss }, { step: 1 });
    await log.finish('finished');
  }
});
afterAll(() => test.stop());

const loss = { kind: 'series', name: 'loss' } as const;

it('gathers seeds of one configuration, with mean and sample standard deviation of what is finite', async () => {
  const groups = await groupRuns(test.db, { search: {}, by: 'config', columns: [loss] });
  expect(groups.map((group) => group.runs.map(({ seed }) => seed))).toEqual([
    [1, 1],
    [3, 2, 1],
  ]);
  expect(groups[0]).toMatchObject({ config: { lambdaDs: 0 }, base: { lambdaDs: 1 }, studyName: 'faces' });
  expect(groups[0]?.figures).toEqual([{ mean: 7, std: null, n: 1 }]);
  expect(groups[1]?.figures).toEqual([{ mean: 3, std: Math.SQRT2, n: 2 }]);
});

it('gathers only what the search finds, by study or configuration too', async () => {
  const search = { filters: [{ column: loss, operator: '<' as const, value: 4.5 }] };
  const [byStudy] = await groupRuns(test.db, { search, by: 'study', columns: [] });
  expect(byStudy?.runs.map(({ seed }) => seed)).toEqual([2, 1]);
  const byConfiguration = await groupRuns(test.db, { search: {}, by: 'configuration', columns: [loss] });
  expect(byConfiguration.map(({ key, figures }) => [key, figures[0]?.n])).toEqual([['F', 3]]);
});
