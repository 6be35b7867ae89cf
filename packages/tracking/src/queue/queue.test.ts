import { resolveConfig, type RunId } from '@starlab/experiment';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { getRun } from '../queries/get-run.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { recordCircumstances } from '../write/record-circumstances.ts';
import { cancelRun, enqueueRun, reorderQueue } from './enqueue-run.ts';
import { joinQueue, type QueueWorker } from './join-queue.ts';
import { launchRun } from './launch-run.ts';
import { readQueue } from './read-queue.ts';

let database: TestDatabase;
const open: QueueWorker[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});
afterEach(async () => {
  for (const worker of open.splice(0)) await worker.close();
  await database.db.pool.query('TRUNCATE run CASCADE');
  await database.db.pool.query(`DELETE FROM pgboss.job`);
});
afterAll(() => database.stop());

async function join(name = 'worker'): Promise<QueueWorker> {
  const worker = await joinQueue(database.db, {
    name,
    device: 'cpu',
    devices: ['cpu'],
    concurrency: 1,
    onWarning: (message) => {
      throw new Error(message);
    },
  });
  open.push(worker);
  return worker;
}

async function leased(worker: QueueWorker) {
  const lease = await worker.lease();
  if (!lease) throw new Error('nothing was waiting');
  return lease;
}

async function queueRuns(seeds: readonly number[]): Promise<RunId[]> {
  const ids: RunId[] = [];
  for (const seed of seeds) {
    const runId = await createTestRun(database.db, { config: { seed } });
    await enqueueRun(database.db, runId);
    ids.push(runId);
  }
  return ids;
}

const waiting = async () => (await readQueue(database.db)).waiting.map(({ runId }) => runId);
const stateOf = async (runId: RunId) => (await getRun(database.db, runId))?.state;

test('runs are taken in the order of their arrival, each by one worker', async () => {
  const ids = await queueRuns([1, 2]);
  expect(await waiting()).toEqual(ids);
  const workers = await Promise.all([join('a'), join('b')]);
  const leases = await Promise.all(workers.map(leased));
  expect(new Set(leases.map(({ runId }) => runId))).toEqual(new Set(ids));
  expect(await workers[0]?.lease()).toBeUndefined();
});

test('a run that waits is not queued twice', async () => {
  const [runId] = await queueRuns([1]);
  if (!runId) throw new Error('no run');
  await enqueueRun(database.db, runId);
  expect(await waiting()).toEqual([runId]);
});

test('the user’s order holds, also after a run was given back', async () => {
  const [first, second, third] = await queueRuns([1, 2, 3]);
  if (!first || !second || !third) throw new Error('no runs');
  await reorderQueue(database.db, [third, first, second]);
  expect(await waiting()).toEqual([third, first, second]);
  const lease = await leased(await join());
  expect(lease.runId).toBe(third);
  const log = await openRunLog(database.db, { runId: third, home: database.home });
  await log.finish('killed', 'its worker was stopped');
  await lease.giveBack();
  expect(await waiting()).toEqual([third, first, second]);
  expect(await getRun(database.db, third)).toMatchObject({ state: 'queued', reason: null });
});

test('a waiting run that is cancelled is killed; queued again, it waits again', async () => {
  const [runId] = await queueRuns([1]);
  if (!runId) throw new Error('no run');
  await cancelRun(database.db, runId);
  expect(await stateOf(runId)).toBe('killed');
  const { waiting: left, ended } = await readQueue(database.db);
  expect([left.length, ended.map((run) => run.runId)]).toEqual([0, [runId]]);
  await enqueueRun(database.db, runId);
  expect([await stateOf(runId), await waiting()]).toEqual(['queued', [runId]]);
  expect((await readQueue(database.db)).ended).toEqual([]);
});

test('a worker hears within seconds that its run was cancelled, and keeps the others', async () => {
  const [runId] = await queueRuns([1, 2]);
  const worker = await join();
  const lease = await leased(worker);
  const { lost: kept } = await leased(worker);
  const lost = new Promise((resolve) => lease.lost.addEventListener('abort', resolve));
  await cancelRun(database.db, runId ?? lease.runId);
  await lost;
  expect(lease.lost.reason).toBe('taken out of the queue');
  expect(kept.aborted).toBe(false);
});

test('a run that is running or finished cannot be queued, one outside the queue not cancelled', async () => {
  const runId = await createTestRun(database.db);
  await expect(cancelRun(database.db, runId)).rejects.toThrow('is not in the queue');
  const log = await openRunLog(database.db, { runId, home: database.home });
  await expect(enqueueRun(database.db, runId)).rejects.toThrow('is running and cannot become queued');
  await log.finish('finished');
  await expect(enqueueRun(database.db, runId)).rejects.toThrow('is finished and cannot become queued');
});

test('a process that took the run by itself is not disturbed', async () => {
  const [runId] = await queueRuns([1]);
  if (!runId) throw new Error('no run');
  const log = await openRunLog(database.db, { runId, home: database.home });
  expect(await (await join()).lease()).toBeUndefined();
  expect(await stateOf(runId)).toBe('running');
  await log.finish('finished');
});

test('a run that could not begin has failed with the reason', async () => {
  await queueRuns([1]);
  const lease = await leased(await join());
  await lease.fail('There is no folder /data.');
  expect(await getRun(database.db, lease.runId)).toMatchObject({
    state: 'failed',
    reason: 'There is no folder /data.',
  });
  expect(await waiting()).toEqual([]);
});

test('a launched run has no digest of its pictures until a machine has read them', async () => {
  const config = resolveConfig({ imageSize: 32, seed: 5 });
  const runId = await launchRun(database.db, {
    study: { name: 'launched' },
    config,
    datasetPath: '/data/new',
  });
  expect(await getRun(database.db, runId)).toMatchObject({
    name: 'F-seed5',
    state: 'queued',
    domains: [],
    dataset: { path: '/data/new', sha256: null },
  });
  const first = { datasetSha256: 'a'.repeat(64), domains: ['x', 'y'], environment: { cores: 2 }, git: null };
  await recordCircumstances(database.db, { runId, ...first });
  await recordCircumstances(database.db, { runId, ...first, datasetSha256: 'b'.repeat(64) });
  expect(await getRun(database.db, runId)).toMatchObject({
    domains: ['x', 'y'],
    environment: { cores: 2 },
    dataset: { sha256: 'a'.repeat(64) },
  });
  const next = await launchRun(database.db, { study: { name: 'other' }, config, datasetPath: '/data/new' });
  expect((await getRun(database.db, next))?.domains).toEqual(['x', 'y']);
});

test('workers show what they work on, and are gone once they stop', async () => {
  const [runId] = await queueRuns([1]);
  const worker = await join('bench');
  const lease = await leased(worker);
  const log = await openRunLog(database.db, { runId: lease.runId, home: database.home, workerId: worker.id });
  const { workers, running } = await readQueue(database.db);
  expect(workers).toMatchObject([
    { name: 'bench', device: 'cpu', alive: true, runs: [{ runId, name: 'F-1' }] },
  ]);
  expect(running).toMatchObject([{ runId, workerName: 'bench', workersLost: 0 }]);
  await log.finish('finished');
  await lease.complete();
  await worker.close();
  open.length = 0;
  expect((await readQueue(database.db)).workers).toEqual([]);
  expect(await stateOf(lease.runId)).toBe('finished');
});
