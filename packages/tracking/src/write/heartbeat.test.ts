import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFaultOfOurs } from '../database/connection-error.ts';
import { getRun } from '../queries/get-run.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { beat } from './heartbeat.ts';
import { markCrashed } from './mark-crashed.ts';
import { openRunLog } from './open-run-log.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test('a beat renews the sign of life, and brings a run back that was taken for crashed', async () => {
  const { db, home } = database;
  const runId = await createTestRun(db);
  const log = await openRunLog(db, { runId, home });
  const silence = `UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = $1`;

  await db.pool.query(silence, [runId]);
  await beat(db, { runId, attempt: log.attempt });
  expect(await markCrashed(db)).toEqual([]);

  await db.pool.query(silence, [runId]);
  expect(await markCrashed(db)).toEqual([runId]);
  expect(await getRun(db, runId)).toMatchObject({ state: 'crashed', reason: 'its heartbeat ceased' });
  await beat(db, { runId, attempt: log.attempt });
  expect(await getRun(db, runId)).toMatchObject({ state: 'running', reason: null, finishedAt: null });
  expect((await getRun(db, runId))?.attempts).toMatchObject([
    { state: 'running', reason: null, endedAt: null },
  ]);
  await log.finish('finished');
});

test('a beat that the database refuses is told apart from a database that is away', async () => {
  const refused = await database.db.pool.query('SELECT no_such_column').catch((error: unknown) => error);
  expect(isFaultOfOurs(refused)).toBe(true);
  for (const code of ['ECONNREFUSED', 'EPIPE'])
    expect(isFaultOfOurs(Object.assign(new Error('refused'), { code }))).toBe(false);
  expect(isFaultOfOurs(Object.assign(new Error('shutting down'), { code: '57P01' }))).toBe(false);
});
