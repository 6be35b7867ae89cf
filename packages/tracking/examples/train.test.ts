import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runIdSchema } from '@starlab/experiment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getRun, openDatabase, readCurves } from '../src/index.ts';
import { startTestDatabase, type TestDatabase } from '../src/testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('the example of a training script logs a finished run, in a database without tables', async () => {
  await test.db.pool.query('CREATE DATABASE without_tables');
  const url = new URL(test.url);
  url.pathname = '/without_tables';
  const program = fileURLToPath(new URL('./train.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, STARLAB_HOME: test.home, DATABASE_URL: url.toString() },
  });
  const db = await openDatabase(url.toString());
  const runId = runIdSchema.parse(stdout.trim());
  expect(await getRun(db, runId)).toMatchObject({
    state: 'finished',
    step: 200,
    studyName: 'my experiments',
  });
  const curves = await readCurves(db, { runId, names: ['D/loss', 'G/loss'], buckets: 1_000 });
  expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
    ['D/loss', 200],
    ['G/loss', 200],
  ]);
  await db.close();
});
