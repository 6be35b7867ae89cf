import type { Evaluation, RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRun } from '../queries/get-run.ts';
import { listCheckpoints } from '../queries/list-checkpoints.ts';
import { listEvaluations } from '../queries/list-evaluations.ts';
import { listRuns } from '../queries/list-runs.ts';
import { listSamples } from '../queries/list-samples.ts';
import { listStudies } from '../queries/list-studies.ts';
import { readCurves } from '../queries/read-curves.ts';
import { readLogLines } from '../queries/read-log-lines.ts';
import { createTestRun, hotCalls, startTestDatabase, type TestDatabase } from '../testing.ts';
import { markCrashed } from './mark-crashed.ts';
import { openRunLog } from './open-run-log.ts';
import { recordEvaluation } from './record-evaluation.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const open = (runId: RunId) => openRunLog(test.db, { runId, home: test.home });
const sha = (digit: string): string => digit.repeat(64);

async function lastValues(runId: RunId, name: string): Promise<unknown[]> {
  const [curve] = await readCurves(test.db, { runId, names: [name], buckets: 1_000 });
  return curve?.points.map((point) => [point.step, point.last]) ?? [];
}

const evaluation = (step: number, mean: number): Evaluation => ({
  metric: 'fid',
  mode: 'latent',
  step,
  mean,
  tasks: [
    { source: 'cat', target: 'dog', value: mean - 1, samples: 500 },
    { source: 'dog', target: 'cat', value: mean + 1, samples: 500 },
  ],
  fingerprint: {
    metric: 'fid',
    featureSet: 'demo',
    network: 'demo-features',
    weightsSha256: sha('a'),
    resize: 'none',
    imageSize: 64,
    outputsPerSource: 10,
    dataSha256: sha('b'),
    protocol: 'test-1',
  },
  realImages: [
    { domain: 'cat', value: 9.5, samples: 32 },
    { domain: 'dog', value: 8.25, samples: 32 },
  ],
});

describe('a run log', () => {
  it('brings everything that is said into the database', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    expect(log.attempt).toBe(1);
    log.log({ 'D/latent/real': 0.5, 'G/latent/adv': 1.5 }, { step: 10 });
    log.log({ 'D/latent/real': 0.25, 'G/latent/adv': 2.5 }, { step: 20 });
    log.message('hello\0 wörld');
    await log.sample({ key: 'latent', step: 20, sha256: sha('1'), width: 64, height: 128 });
    await log.checkpoint({ step: 20, path: 'checkpoints/20.safetensors', bytes: 5e9, sha256: sha('2') });
    await log.evaluation(evaluation(20, 30));
    await log.finish('finished');

    expect(await lastValues(runId, 'D/latent/real')).toEqual([
      [10, 0.5],
      [20, 0.25],
    ]);
    expect(await listSamples(test.db, runId)).toEqual([
      { key: 'latent', step: 20, sha256: sha('1'), width: 64, height: 128 },
    ]);
    expect(await listCheckpoints(test.db, runId)).toMatchObject([
      { step: 20, path: 'checkpoints/20.safetensors', bytes: 5e9, sha256: sha('2'), attempt: 1 },
    ]);
    expect(await listEvaluations(test.db, runId)).toEqual([evaluation(20, 30)]);
    expect((await readLogLines(test.db, { runId, limit: 10 })).map(({ line }) => line)).toEqual([
      'hello wörld',
    ]);
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'finished',
      step: 20,
      attempt: 1,
      configuration: 'F',
      heads: { 'D/latent/real': 0.25, 'G/latent/adv': 2.5 },
      evaluations: [{ metric: 'fid', mode: 'latent', featureSet: 'demo', mean: 30, step: 20 }],
      attempts: [{ number: 1, state: 'finished', firstStep: 10, lastStep: 20 }],
      domains: ['cat', 'dog'],
      command: 'starlab train',
    });
  });

  it('keeps NaN and the infinities', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    const values = [NaN, Infinity, -Infinity, -0.1, 5e-324, Number.MAX_VALUE];
    values.forEach((x, step) => log.log({ x }, { step }));
    await log.flush();
    const names = ['NaN', 'Infinity', '-Infinity', -0.1, 5e-324, Number.MAX_VALUE];
    expect(await lastValues(runId, 'x')).toEqual(names.map((value, step) => [step, value]));
    expect((await hotCalls(test.db, runId)).map((call) => call.values[0])).toEqual(values);
    log.log({ x: NaN }, { step: 6 });
    await log.finish('failed', 'x is not a number');
    expect(await getRun(test.db, runId)).toMatchObject({
      heads: { x: 'NaN' },
      state: 'failed',
      reason: 'x is not a number',
    });
  });

  it('begins again when the database has lost what it acknowledged', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    const logSteps = async (from: number, to: number): Promise<void> => {
      for (let step = from; step < to; step++) log.log({ x: step }, { step });
      await log.flush();
    };
    // What a batch changes, as it was after step 2: a crash takes a database back to such a moment.
    const tables = ['journal', 'attempt', 'series'].map((name) => ({ name, rows: `${name}_at_step_2` }));
    await logSteps(0, 3);
    for (const { name, rows } of tables)
      await test.db.pool.query(`CREATE TABLE ${rows} AS SELECT * FROM ${name} WHERE run_id = '${runId}'`);
    await logSteps(3, 6);
    const lost = `DELETE FROM metric_hot WHERE seq > 3 AND run = (SELECT number FROM run WHERE id = '${runId}')`;
    const undone = [
      'UPDATE journal SET (acknowledged_seq, acknowledged_bytes) = (SELECT acknowledged_seq, acknowledged_bytes FROM journal_at_step_2)',
      'UPDATE attempt SET last_step = (SELECT last_step FROM attempt_at_step_2)',
      'UPDATE series SET (points, last_seq, last_step, last_value) = (SELECT points, last_seq, last_step, last_value FROM series_at_step_2)',
    ].map((statement) => `${statement} WHERE run_id = '${runId}'`);
    await test.db.pool.query([lost, ...undone, ...tables.map(({ rows }) => `DROP TABLE ${rows}`)].join('; '));

    await logSteps(6, 8);
    log.message('after the crash');
    await log.finish('finished');
    expect(await lastValues(runId, 'x')).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((step) => [step, step]));
    const { rows } = await test.db.pool.query('SELECT points FROM series WHERE run_id = $1', [runId]);
    expect(rows.map((row) => Number(row.points))).toEqual([8]);
    expect(await readLogLines(test.db, { runId, limit: 10 })).toHaveLength(1);
  });

  it('accepts sets of values that change', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    log.log({ a: 1, b: 2 }, { step: 1 });
    log.log({ b: 3 }, { step: 1 });
    log.log({ b: 4, a: 5 }, { step: 2 });
    await log.finish('finished');
    expect(await lastValues(runId, 'a')).toEqual([
      [1, 1],
      [2, 5],
    ]);
    expect(await lastValues(runId, 'b')).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('gives lines after a cursor, none twice', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    for (let i = 0; i < 5; i++) log.message(`line ${i}`);
    await log.flush();
    const tail = await readLogLines(test.db, { runId, limit: 2 });
    expect(tail.map(({ line }) => line)).toEqual(['line 3', 'line 4']);
    log.message('line 5');
    await log.finish('killed', 'by its user');
    const next = await readLogLines(test.db, { runId, limit: 10, after: tail.at(-1)?.seq ?? 0 });
    expect(next.map(({ line }) => line)).toEqual(['line 5']);
  });
});

describe('attempts', () => {
  it('continue the curve: the last one wins from its first step on', async () => {
    const runId = await createTestRun(test.db);
    const first = await open(runId);
    for (let step = 10; step <= 50; step += 10) first.log({ x: step }, { step });
    await first.sample({ key: 'latent', step: 40, sha256: sha('1'), width: 1, height: 1 });
    await first.finish('failed', 'first');
    const second = await open(runId);
    expect(second.attempt).toBe(2);
    for (let step = 30; step <= 40; step += 10) second.log({ x: -step }, { step });
    await second.sample({ key: 'latent', step: 40, sha256: sha('2'), width: 1, height: 1 });
    await second.flush();

    expect(await lastValues(runId, 'x')).toEqual([
      [10, 10],
      [20, 20],
      [30, -30],
      [40, -40],
    ]);
    expect(await listSamples(test.db, runId)).toMatchObject([{ step: 40, sha256: sha('2') }]);
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'running',
      step: 40,
      heads: { x: -40 },
      reason: null,
    });
    await second.finish('finished');

    // An attempt that only evaluates hides nothing.
    const third = await open(runId);
    await third.evaluation(evaluation(40, 20));
    await third.finish('finished');
    expect(await lastValues(runId, 'x')).toHaveLength(4);
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'finished',
      attempt: 3,
      step: 40,
      attempts: [
        { number: 1, state: 'failed', reason: 'first', firstStep: 10, lastStep: 50 },
        { number: 2, state: 'finished', firstStep: 30, lastStep: 40 },
        { number: 3, state: 'finished', firstStep: null, lastStep: null },
      ],
    });
  });

  it('exclude one another while their process lives', async () => {
    const runId = await createTestRun(test.db, { config: { seed: 3 } });
    const logs = await Promise.allSettled([open(runId), open(runId)]);
    expect(logs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(open(runId)).rejects.toThrow('Run "F-3": is running and cannot become running.');
    for (const log of logs) if (log.status === 'fulfilled') await log.value.finish('killed');
  });

  it('are taken for crashed when their heartbeat ceases, and revived by their next word', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    expect(await markCrashed(test.db)).toEqual([]);
    await test.db.pool.query("UPDATE run SET heartbeat_at = now() - interval '31 s' WHERE id = $1", [runId]);
    expect(await markCrashed(test.db)).toEqual([runId]);
    expect(await markCrashed(test.db)).toEqual([]);
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'crashed',
      attempts: [{ state: 'crashed' }],
    });
    await log.finish('finished');
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'finished',
      reason: null,
      attempts: [{ state: 'finished', reason: null }],
    });
  });

  it('of a process that is gone are crashed at once', async () => {
    const runId = await createTestRun(test.db);
    await open(runId);
    // No process has this number: it is above the kernel's limit.
    await test.db.pool.query('UPDATE attempt SET pid = 1073741824 WHERE run_id = $1', [runId]);
    expect(await markCrashed(test.db)).toEqual([runId]);
    expect(await getRun(test.db, runId)).toMatchObject({ reason: 'process 1073741824 is gone' });
  });
});

it('an evaluation outside attempts replaces an equal one and leaves the run as it is', async () => {
  const runId = await createTestRun(test.db);
  const log = await open(runId);
  await log.evaluation(evaluation(20, 30));
  await log.finish('failed', 'after evaluating');
  for (const mean of [29, 28]) await recordEvaluation(test.db, { runId, evaluation: evaluation(20, mean) });
  await recordEvaluation(test.db, { runId, evaluation: evaluation(10, 50) });
  expect(await listEvaluations(test.db, runId)).toEqual([evaluation(10, 50), evaluation(20, 28)]);
  expect(await getRun(test.db, runId)).toMatchObject({
    state: 'failed',
    attempt: 1,
    evaluations: [{ mean: 28 }],
  });
});

it('lists studies and the runs of one', async () => {
  const runIds = [];
  for (const seed of [1, 2])
    runIds.push(await createTestRun(test.db, { studyName: 'seeds', config: { seed } }));
  const study = (await listStudies(test.db)).find(({ name }) => name === 'seeds');
  expect(study).toMatchObject({ runCount: 2, dataset: 'demo', domains: ['cat', 'dog'] });
  const runs = await listRuns(test.db, study ? { studyId: study.id } : {});
  expect(runs.map((run) => [run.id, run.seed, run.state, run.step])).toEqual([
    [runIds[1], 2, 'queued', 0],
    [runIds[0], 1, 'queued', 0],
  ]);
  expect(runs[0]?.configSha256).toBe(runs[1]?.configSha256);
});
