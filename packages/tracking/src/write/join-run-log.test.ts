import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCurves } from '../queries/read-curves.ts';
import { readLogLines } from '../queries/read-log-lines.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { joinRunLog } from './join-run-log.ts';
import { openRunLog } from './open-run-log.ts';
import { replayJournals } from './replay-journals.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

describe('processes of one attempt', () => {
  it('log side by side, each to its own journal, nothing lost or doubled', async () => {
    const runId = await createTestRun(test.db);
    const options = { runId, home: test.home };
    const first = await openRunLog(test.db, options);
    const others = await Promise.all([joinRunLog(test.db, options), joinRunLog(test.db, options)]);
    expect(others.map(({ attempt, process }) => [attempt, process]).sort()).toEqual([
      [1, 1],
      [1, 2],
    ]);
    for (let step = 0; step < 3_000; step++) {
      first.log({ loss: step }, { step });
      for (const other of others) other.log({ [`rank${other.process}/loss`]: -step, loss: step }, { step });
    }
    others[0]?.message('from a rank');
    await Promise.all([first.flush(), ...others.map((other) => other.close())]);
    await first.finish('finished');

    expect(await replayJournals(test.db, test.home)).toEqual([]);
    const curves = await readCurves(test.db, { runId, buckets: 10_000 });
    expect(curves.map(({ name }) => name).sort()).toEqual(['loss', 'rank1/loss', 'rank2/loss']);
    for (const { points } of curves) expect(points).toHaveLength(3_000);
    const { rows } = await test.db.pool.query(
      'SELECT name, points FROM series WHERE run_id = $1 ORDER BY 1',
      [runId],
    );
    expect(rows).toEqual([
      { name: 'loss', points: '9000' },
      { name: 'rank1/loss', points: '3000' },
      { name: 'rank2/loss', points: '3000' },
    ]);
    expect((await readLogLines(test.db, { runId, limit: 9 })).map(({ line }) => line)).toEqual([
      'from a rank',
    ]);
  });

  it('are refused where nothing runs', async () => {
    const runId = await createTestRun(test.db, { config: { seed: 5 } });
    await expect(joinRunLog(test.db, { runId, home: test.home })).rejects.toThrow(
      'Run "F-5": is queued, not running.',
    );
  });
});

it('a step that is none is refused before anything is written', async () => {
  const runId = await createTestRun(test.db);
  const log = await openRunLog(test.db, { runId, home: test.home });
  for (const step of [1.5, -1, NaN, 2 ** 31]) {
    expect(() => log.log({ x: 1 }, { step })).toThrow(/is not a whole number/);
  }
  await log.finish('finished');
  expect(await readCurves(test.db, { runId, buckets: 10 })).toEqual([]);
});

it('a deleted run takes its values with it, unsealed ones too, and its late batches go nowhere', async () => {
  const runId = await createTestRun(test.db);
  const log = await openRunLog(test.db, { runId, home: test.home });
  log.log({ x: 1 }, { step: 1 });
  await log.flush();
  await test.db.pool.query('DELETE FROM run WHERE id = $1', [runId]);
  const { rows } = await test.db.pool.query('SELECT count(*)::int FROM metric_hot');
  expect(rows).toEqual([{ count: 0 }]);
  expect(await replayJournals(test.db, test.home)).toEqual([]);
});
