import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { subscribeRuns } from './subscribe-runs.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('tells of each run that has something new, also after the connection was lost', async () => {
  const heard: RunId[] = [];
  const subscription = await subscribeRuns(test.url, (runId) => heard.push(runId));
  const runId = await createTestRun(test.db);
  const log = await openRunLog(test.db, { runId, home: test.home });
  await expect.poll(() => heard).toEqual([runId]);
  log.log({ x: 1 }, { step: 1 });
  await log.flush();
  await expect.poll(() => heard).toEqual([runId, runId]);

  const { rowCount } = await test.db.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'starlab live' AND datname = current_database()`,
  );
  expect(rowCount).toBe(1);
  log.log({ x: 2 }, { step: 2 });
  await log.flush();
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(new Set(heard)).toEqual(new Set([runId]));

  await log.finish('finished');
  await subscription.close();
  const count = heard.length;
  const other = await openRunLog(test.db, { runId, home: test.home });
  await other.finish('finished');
  expect(heard).toHaveLength(count);
});

it('fails at once when the server is not there', async () => {
  await expect(subscribeRuns('postgresql://127.0.0.1:1/starlab', () => {})).rejects.toThrow(
    /cannot reach 127/,
  );
});
