import { flattenConfig, runIdSchema, type RunId } from '@starlab/experiment';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRun } from '../queries/get-run.ts';
import { listSamples } from '../queries/list-samples.ts';
import { readCurves } from '../queries/read-curves.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { beginExternalAttempt, createExternalRun } from './external-run.ts';
import { EntryGapError, ingestEntries, ingestSample } from './ingest-entries.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const example = {
  study: 'theirs',
  method: 'CycleGAN',
  config: { optimizer: { lr: 2e-4, betas: [0.5, 0.999] }, iterations: 100 },
  seed: 3,
  command: 'python train.py',
  environment: {},
  git: null,
  dataset: '/data',
};

const newRun = (name: string): Promise<RunId> => createExternalRun(database.db, { ...example, name });

const begin = (runId: RunId) => beginExternalAttempt(database.db, { runId, host: 'gpu1', pid: 1 });
const row = (seq: number, values: Record<string, number | 'NaN'>) =>
  ({ kind: 'values', seq, step: seq * 10, values }) as const;

test('a run of any shape is shown with what it says of itself', async () => {
  const runId = await newRun('any');
  expect(await getRun(database.db, runId)).toMatchObject({
    kind: 'external',
    state: 'queued',
    method: 'CycleGAN',
    configuration: null,
    iterations: 100,
    seed: 3,
    config: { 'optimizer.lr': 2e-4, 'optimizer.betas': '[0.5,0.999]', iterations: 100 },
  });
});

test('a seed that only the configuration names is the run’s seed', async () => {
  const seedOf = async (seed: unknown) => {
    const config = { ...example.config, seed };
    const run = await createExternalRun(database.db, { ...example, seed: undefined, config, name: 'seeded' });
    return (await getRun(database.db, run))?.seed;
  };
  expect(await Promise.all([7, -1, 'seven', undefined].map(seedOf))).toEqual([7, 0, 0, 0]);
});

test('programs that start at once share their new study', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const create = (name: string) => createExternalRun(database.db, { ...example, study: 'sweep', name });
  const ids = await Promise.all(names.map(create));
  const runs = await Promise.all(ids.map((id) => getRun(database.db, id)));
  expect(new Set(runs.map((run) => run?.studyId)).size).toBe(1);
});

test('a batch that is sent twice is stored once', async () => {
  const runId = await newRun('twice');
  const attempt = await begin(runId);
  const key = { runId, attempt };
  const batch = [row(1, { loss: 3 }), row(2, { loss: 'NaN' })];
  expect(await ingestEntries(database.db, { ...key, entries: batch })).toEqual({ acknowledged: 2 });
  const overlapping = [...batch, row(3, { loss: 1 })];
  expect(await ingestEntries(database.db, { ...key, entries: overlapping })).toEqual({ acknowledged: 3 });
  const [curve] = await readCurves(database.db, { runId, buckets: 100 });
  expect(curve?.points.map(({ step, last }) => [step, last])).toEqual([
    [10, 3],
    [20, 'NaN'],
    [30, 1],
  ]);
});

test('a gap is refused with the number to send again from', async () => {
  const runId = await newRun('gap');
  const attempt = await begin(runId);
  await ingestEntries(database.db, { runId, attempt, entries: [row(1, { loss: 1 })] });
  const late = ingestEntries(database.db, { runId, attempt, entries: [row(3, { loss: 1 })] });
  await expect(late).rejects.toThrow(EntryGapError);
  await expect(late).rejects.toMatchObject({ acknowledged: 1 });
});

test('it ends as it says, and a later attempt goes on', async () => {
  const runId = await newRun('ends');
  const attempt = await begin(runId);
  const sample = { key: 'image', step: 10, sha256: 'a'.repeat(64), width: 8, height: 8 } as const;
  await ingestSample(database.db, { runId, attempt, seq: 1, sample });
  expect(await listSamples(database.db, runId)).toMatchObject([{ key: 'image', step: 10 }]);
  const finish = { kind: 'finish', seq: 2, state: 'failed', reason: 'out of memory' } as const;
  await ingestEntries(database.db, { runId, attempt, entries: [finish] });
  expect(await getRun(database.db, runId)).toMatchObject({ state: 'failed', reason: 'out of memory' });
  expect(await begin(runId)).toBe(2);
  expect(await begin(runId)).toBe(3);
  const { attempts, state } = (await getRun(database.db, runId)) ?? {};
  expect([state, attempts?.map((a) => a.state)]).toEqual(['running', ['failed', 'crashed', 'running']]);
});

test('Starlab’s own runs and unknown ones are not logged to', async () => {
  const own = await createTestRun(database.db);
  await expect(begin(own)).rejects.toThrow('trained by Starlab itself');
  const unknown = runIdSchema.parse('00000000-0000-4000-8000-000000000000');
  await expect(ingestEntries(database.db, { runId: unknown, attempt: 1, entries: [] })).rejects.toThrow(
    'not one that another program has begun',
  );
});

test('lists and nothing at all are kept in a flat configuration', () => {
  expect(flattenConfig({ a: { b: [1, 2], c: null }, d: true })).toEqual({
    'a.b': '[1,2]',
    'a.c': null,
    d: true,
  });
});
