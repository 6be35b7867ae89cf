import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveDatabase, type ResolvedDatabase } from './resolve-database.ts';

const portOf = (url: string): number => Number(new URL(url).port);

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded server', () => {
  let home: string;
  let first: ResolvedDatabase;
  const resolve = (): Promise<ResolvedDatabase> => resolveDatabase({ home, env: {} });

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'starlab-embedded-'));
    // Two at once: each would create the cluster, the server and the database.
    const [a, b] = await Promise.all([resolve(), resolve()]);
    expect(b.url).toBe(a.url);
    first = a;
  });
  afterAll(async () => {
    await (await resolve()).stop();
    await rm(home, { recursive: true, force: true });
  });

  it('is PostgreSQL 18 on the loopback address only', async () => {
    const rows = await query(first.url, "SELECT current_setting('listen_addresses') AS listen, version()");
    expect(rows[0]?.listen).toBe('127.0.0.1');
    expect(rows[0]?.version).toMatch(/^PostgreSQL 18\./);
  });

  it('keeps its password to itself and admits nobody without it', async () => {
    const { mode } = await stat(path.join(home, 'postgres/cluster/password'));
    expect(mode & 0o777).toBe(0o600);
    const wrong = new URL(first.url);
    wrong.password = 'guess';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('is found by a second start', async () => {
    expect((await resolve()).url).toBe(first.url);
  });

  it('recovers, data and all, when it was killed', async () => {
    await query(first.url, 'CREATE TABLE survivor AS SELECT 42 AS answer');
    const record = await readFile(path.join(home, 'postgres/cluster/data/postmaster.pid'), 'utf8');
    process.kill(Number(record.split('\n')[0]), 'SIGKILL');
    const again = await resolve();
    expect(await query(again.url, 'SELECT answer FROM survivor')).toEqual([{ answer: 42 }]);
  });

  it('returns to its port after a stop, and takes the next one when that is taken', async () => {
    const { url, stop } = await resolve();
    await stop();
    await stop();
    const restarted = await resolve();
    expect(restarted.url).toBe(url);
    await restarted.stop();

    const squatter: Server = createServer().listen(portOf(url), '127.0.0.1');
    try {
      expect(portOf((await resolve()).url)).toBeGreaterThan(portOf(url));
    } finally {
      squatter.close();
    }
  });
});

it('takes DATABASE_URL as it is and never stops that server', async () => {
  const url = 'postgresql://someone@db.example/starlab';
  const resolved = await resolveDatabase({ home: '/nowhere', env: { DATABASE_URL: url } });
  expect(resolved).toMatchObject({ url, kind: 'external' });
  await resolved.stop();
});
