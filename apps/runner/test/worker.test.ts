// Workers as their user meets them: real processes that take runs from one queue, one of them killed.
import { renderDemoData } from '@starlab/data';
import { getRun, listRuns, openDatabase, readQueue, type Database, type RunSummary } from '@starlab/tracking';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStarlab, startStarlab } from './starlab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'starlab-worker-'));
const home = join(folder, 'home');
const data = join(folder, 'data');

const options = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([key, value]) => [`--${key}`, String(value)]);

/** As small as the networks get. */
const tiny = {
  'image-size': 32,
  'base-width': 4,
  'max-width': 8,
  'hidden-dimension': 8,
  'batch-size': 2,
  'outputs-per-source': 2,
  'log-every': 1,
  'checkpoint-every': 2,
};

let db: Database;

async function runNamed(name: string): Promise<RunSummary> {
  const found = (await listRuns(db)).find((run) => run.name === name);
  if (!found) throw new Error(`no run ${name}`);
  return found;
}

/** Queues a run and gives its id. */
async function queueRun(name: string, iterations: number, path = data): Promise<RunSummary['id']> {
  const args = ['train', '--queue', ...options({ ...tiny, data: path, name, iterations })];
  const { code, stderr } = await runStarlab(args, { home });
  expect(code, stderr).toBe(0);
  return (await runNamed(name)).id;
}

async function untilCheckpointed(runId: string): Promise<void> {
  const checkpoints = join(home, 'runs', runId, 'checkpoints');
  while (!existsSync(checkpoints) || readdirSync(checkpoints).length === 0) await sleep(50);
}

const worker = (...args: string[]) => startStarlab(['worker', '--threads', '1', ...args], { home });

interface Interruptible {
  readonly url: string;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** The database server at an address where it can be cut off. */
async function interruptible(databaseUrl: string): Promise<Interruptible> {
  const real = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const onward = connect(Number(real.port), real.hostname);
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  const listen = async (port: number): Promise<number> => {
    await once(server.listen(port, real.hostname), 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  };
  const url = new URL(real);
  url.port = String(await listen(0));
  return {
    url: url.toString(),
    async goAway() {
      server.close();
      for (const socket of open) socket.destroy();
      open.clear();
      await once(server, 'close');
    },
    async comeBack() {
      await listen(Number(url.port));
    },
  };
}

beforeAll(async () => {
  await renderDemoData({ directory: data, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
  const { code, stderr } = await runStarlab(['db', 'up'], { home });
  expect(code, stderr).toBe(0);
  db = await openDatabase((await runStarlab(['db', 'url'], { home })).stdout.trim());
}, 120_000);

afterAll(async () => {
  await db?.close();
  await runStarlab(['db', 'down'], { home });
  rmSync(folder, { recursive: true, force: true });
});

describe('a worker', { timeout: 240_000 }, () => {
  test('takes a waiting run to its end, evaluation included', async () => {
    await queueRun('simple', 4);
    const { code, stderr } = await worker('--once').finished;
    expect(code, stderr).toBe(0);
    const run = await runNamed('simple');
    expect(run).toMatchObject({ state: 'finished', step: 4, attempt: 1 });
    expect(run.evaluations).toHaveLength(4);
  });

  test('says of a data set that its machine lacks where it looked', async () => {
    const gone = join(folder, 'gone');
    await renderDemoData({ directory: gone, trainPerDomain: 4, valPerDomain: 2, imageSize: 32 });
    await queueRun('blind', 2, gone);
    rmSync(gone, { recursive: true });
    const { code, stderr } = await worker('--once').finished;
    expect(code, stderr).toBe(0);
    const { state, reason } = await runNamed('blind');
    expect(state).toBe('failed');
    expect(reason).toContain(gone);
  });

  test('that waits outlives a server that goes and comes back', { timeout: 60_000 }, async () => {
    const server = await interruptible(db.url);
    const env = { DATABASE_URL: server.url };
    const waiting = startStarlab(['worker', '--threads', '1', '--name', 'patient'], { home, env });
    while (!(await readQueue(db)).workers.some(({ name }) => name === 'patient')) await sleep(100);
    await server.goAway();
    await waiting.said(/The database is away/);
    await server.comeBack();
    const runId = await queueRun('later', 2);
    while ((await getRun(db, runId))?.state !== 'finished') await sleep(100);
    waiting.child.kill('SIGINT');
    expect((await waiting.finished).code).toBe(0);
    await server.goAway();
  });

  test('that is killed loses its run to another, which goes on from the checkpoint', async () => {
    const runId = await queueRun('survivor', 400);
    const victim = worker('--name', 'victim');
    await untilCheckpointed(runId);
    victim.child.kill('SIGKILL');
    await victim.finished;

    const heir = worker('--name', 'heir');
    await heir.said(/run survivor/);
    while (((await getRun(db, runId))?.attempts[1]?.firstStep ?? null) === null) await sleep(50);
    const { running } = await readQueue(db);
    expect(running).toMatchObject([{ runId, workerName: 'heir', workersLost: 1 }]);
    heir.child.kill('SIGINT');
    await heir.finished;
    const { waiting } = await readQueue(db);
    expect(waiting.map((run) => run.runId)).toEqual([runId]);
    const given = await getRun(db, runId);
    expect(given).toMatchObject({ state: 'queued', attempt: 2 });
    expect(given?.attempts[0]?.state).toBe('crashed');
    expect(given?.attempts[1]?.firstStep).toBeGreaterThan(1);
    expect(given?.attempts[1]?.reason).toBe('its worker was stopped');
  });
});
