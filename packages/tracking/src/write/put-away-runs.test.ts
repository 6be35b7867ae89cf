import { afterAll, beforeAll, expect, it } from 'vitest';
import { listRuns } from '../queries/list-runs.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from './open-run-log.ts';
import { archiveRuns, deleteRuns } from './put-away-runs.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('puts runs away and takes them out again', async () => {
  const runId = await createTestRun(test.db);
  expect(await archiveRuns(test.db, [runId], { archived: true })).toBe(1);
  expect(await archiveRuns(test.db, [runId], { archived: true })).toBe(0);
  expect(await listRuns(test.db)).toEqual([]);
  await archiveRuns(test.db, [runId], { archived: false });
  expect((await listRuns(test.db)).map(({ id }) => id)).toEqual([runId]);
});

it('deletes runs with their values, but none that is being trained', async () => {
  const done = await createTestRun(test.db, { config: { seed: 1 } });
  const running = await createTestRun(test.db, { config: { seed: 2 } });
  const logs = await Promise.all(
    [done, running].map((runId) => openRunLog(test.db, { runId, home: test.home })),
  );
  for (const log of logs) log.log({ loss: 1 }, { step: 1 });
  await logs[0]?.finish('finished');
  await logs[1]?.flush();
  expect(await deleteRuns(test.db, [done, running])).toEqual({ deleted: 1, running: 1 });
  const { rows } = await test.db.pool.query('SELECT run_id FROM series');
  expect(rows).toEqual([{ run_id: running }]);
  await logs[1]?.finish('killed');
});
