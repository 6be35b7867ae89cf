// The HTTP API as other programs use it: the served dashboard, plain requests, and the Python example where Python is.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getRun, listRuns, listSamples } from '@starlab/tracking';
import { startTestDatabase, type TestDatabase } from '@starlab/tracking/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale, startDashboard, type DashboardServer } from './dashboard-server.ts';

const BUILD_TIMEOUT_MS = 240_000;
const example = fileURLToPath(new URL('../../../docs/examples/log_from_python.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Python example skipped: there is no python3.');

describe('the HTTP API', () => {
  let database: TestDatabase;
  let dashboard: DashboardServer;

  beforeAll(async () => {
    buildIfStale();
    database = await startTestDatabase();
    dashboard = await startDashboard({ home: database.home, databaseUrl: database.url });
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await dashboard?.stop();
    await database?.stop();
  });

  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${dashboard.address}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  const values = (seq: number, loss: number | string) => ({
    kind: 'values',
    seq,
    step: seq,
    values: { loss },
  });

  it('takes a run from its creation to its end, and gives it as CSV', async () => {
    const created = await post('/runs', { study: 'plain', name: 'one', config: { lr: 1 } });
    expect(created).toMatchObject({ status: 201, body: { attempt: 1 } });
    const { runId } = created.body;
    const log = (entries: unknown) => post(`/runs/${String(runId)}/attempts/1/entries`, { entries });
    expect(await log([values(1, 2), values(2, 'NaN')])).toEqual({ status: 200, body: { acknowledged: 2 } });
    expect(await log([values(4, 1)])).toMatchObject({ status: 409, body: { acknowledged: 2 } });
    expect(await log([{ kind: 'finish', seq: 3, state: 'finished' }])).toMatchObject({ status: 200 });
    const curves = await fetch(`${dashboard.address}/api/v1/runs/${String(runId)}/curves?format=csv`);
    expect((await curves.text()).split('\r\n').map((line) => line.split(',').slice(0, 2).join(','))).toEqual([
      'name,step',
      'loss,1',
      'loss,2',
      '',
    ]);
    const runs = await (await fetch(`${dashboard.address}/api/v1/runs?format=csv`)).text();
    expect(runs).toMatch(/config\.lr,last\.loss\r\n.*,one,plain,external,/);
  });

  it('leaves the studies of other programs out of the paper’s tables', async () => {
    for (const page of ['ablation', 'baselines'])
      expect(await (await fetch(`${dashboard.address}/${page}`)).text()).toContain('No study yet');
  });

  it('refuses what it does not know, with what to do about it', async () => {
    const unknown = '/runs/00000000-0000-4000-8000-000000000000/attempts/1/entries';
    expect(await post(unknown, { entries: [] })).toMatchObject({ status: 404 });
    expect(await post('/runs', { study: 'x' })).toMatchObject({ status: 400 });
    expect(await post('/runs', '{"loss": NaN}')).toMatchObject({ status: 400 });
    expect((await post('/runs', { study: 'x', name: 'x', lr: 1 })).body['message']).toContain('lr');
  });

  it('takes nothing from another site’s page', async () => {
    const run = { study: 'foreign', name: 'foreign' };
    const asText = await post('/runs', run, { 'Content-Type': 'text/plain' });
    const byOrigin = await post('/runs', run, { Origin: 'https://elsewhere.example' });
    expect([asText.status, byOrigin.status]).toEqual([415, 403]);
    const names = (await listRuns(database.db)).map(({ name }) => name);
    expect(names).not.toContain('foreign');
  });

  it('serves its description, with a schema for every body', async () => {
    const document = (await (await fetch(`${dashboard.address}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
      >;
    };
    expect(document.openapi).toBe('3.1.0');
    const entries = document.paths['/api/v1/runs/{id}/attempts/{attempt}/entries']?.['post'];
    expect(JSON.stringify(entries?.requestBody?.content['application/json']?.schema)).toContain('"seq"');
    expect(Object.keys(document.paths)).toContain('/api/v1/runs/{id}/curves');
  });

  it.skipIf(!hasPython)('takes the Python example', { timeout: 60_000 }, async () => {
    const { status, stdout, stderr } = spawnSync(
      'python3',
      [example, '--url', dashboard.address, '--steps', '250'],
      { encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    const run = (await listRuns(database.db)).find(({ studyName }) => studyName === 'from python');
    if (!run) throw new Error(stdout);
    expect(stdout.trim()).toBe(`${dashboard.address}/runs/${run.id}`);
    expect(await getRun(database.db, run.id)).toMatchObject({
      state: 'finished',
      step: 250,
      iterations: 250,
      config: { 'optimizer.name': 'Adam' },
    });
    const samples = await listSamples(database.db, run.id);
    expect(samples.map(({ key, step, width }) => [key, step, width])).toEqual([
      ['image', 100, 32],
      ['image', 200, 32],
    ]);
  });
});
