// For tests, here and in other packages: a real, empty, migrated database for one test file, an embedded server in a
// temporary folder, or a database of its own in one that all files share.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveConfig, type RunConfigInput, type RunId } from '@starlab/experiment';
import { z } from 'zod';
import { applyMigrations } from './database/apply-migrations.ts';
import { openDatabase, type Database } from './database/open-database.ts';
import { resolveDatabase } from './database/resolve-database.ts';
import { HotBlock } from './hot/hot-block.ts';
import { createRun } from './write/create-run.ts';
import { createStudy } from './write/create-study.ts';

export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** How `startTestServer` tells the processes of the test files. */
const SERVER_VARIABLE = 'STARLAB_TEST_SERVER';
const testServerSchema = z.strictObject({ maintenanceUrl: z.string(), template: z.string() });
type TestServer = z.infer<typeof testServerSchema>;

export interface TestDatabase {
  /** A temporary `.starlab` folder. */
  readonly home: string;
  readonly url: string;
  readonly db: Database;
  /** Closes the database and deletes the folder. */
  stop(): Promise<void>;
}

/** A queued run in a study of its own name, for tests that need one but do not care which. */
export async function createTestRun(
  db: Database,
  options: { readonly studyName?: string; readonly config?: RunConfigInput } = {},
): Promise<RunId> {
  const base = resolveConfig({ imageSize: 64, iterations: 1_000 });
  const config = resolveConfig({ ...base, ...options.config });
  const domains = ['cat', 'dog'];
  const name = options.studyName ?? 'test';
  const studyId = await createStudy(db, { name, dataset: 'demo', domains, base });
  return createRun(db, {
    studyId,
    name: `${config.configuration}-${config.seed}`,
    config,
    domains,
    dataset: { path: 'data/demo', sha256: '0'.repeat(64) },
    command: 'starlab train',
    environment: { node: process.version },
    git: { commit: '0'.repeat(40), dirty: false },
  });
}

/** The unsealed log calls of a run, in the order of their numbers. */
export async function hotCalls(
  db: Database,
  runId: RunId,
): Promise<{ attempt: number; seq: number; step: number; time: number; values: number[] }[]> {
  const { rows } = await db.pool.query<{ attempt: number; names: string[]; body: Buffer }>(
    `SELECT metric_hot.attempt, names, body FROM metric_hot JOIN run ON run.number = run
     JOIN metric_layout ON metric_layout.id = layout WHERE run.id = $1 ORDER BY metric_hot.attempt, process, seq`,
    [runId],
  );
  const calls = rows.flatMap(({ attempt, names, body }) => {
    const block = new HotBlock(names.length, body);
    return Array.from({ length: block.length }, (_, i) => ({
      ...{ attempt, seq: block.seq(i), step: block.step(i), time: block.time(i) },
      values: names.map((_, position) => block.value(i, position)),
    }));
  });
  return calls.sort((a, b) => a.seq - b.seq);
}

/** An empty database in the server that a global set-up has started, copied from its migrated template. */
async function databaseIn(server: TestServer): Promise<Omit<TestDatabase, 'db' | 'home'>> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = await openDatabase(server.maintenanceUrl);
  await template.pool.query(`CREATE DATABASE ${name} TEMPLATE ${server.template}`);
  await template.close();
  const url = new URL(server.maintenanceUrl);
  url.pathname = `/${name}`;
  // The database goes with its server.
  return { url: url.toString(), stop: async () => {} };
}

async function serverIn(home: string): Promise<Omit<TestDatabase, 'db' | 'home'>> {
  const { url, stop } = await resolveDatabase({ home, env: {} });
  await applyMigrations(url, migrationsFolder);
  return { url, stop };
}

/**
 * Call it once a file, in `beforeAll`. Takes about a second, or a tenth of one where `startTestServer` was called in the
 * global set-up of vitest.
 * @param options.ownServer for a test that stops its server
 */
export async function startTestDatabase(
  options: { readonly ownServer?: boolean } = {},
): Promise<TestDatabase> {
  const home = await mkdtemp(path.join(tmpdir(), 'starlab-test-'));
  const shared = options.ownServer ? undefined : process.env[SERVER_VARIABLE];
  const { url, stop } = shared
    ? await databaseIn(testServerSchema.parse(JSON.parse(shared)))
    : await serverIn(home);
  const db = await openDatabase(url);
  return {
    home,
    url,
    db,
    async stop() {
      await db.close();
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** For vitest's `globalSetup`: one server for all test files of a project. Gives the function that ends it. */
export async function startTestServer(): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'starlab-test-server-'));
  const { url, stop } = await serverIn(home);
  const maintenanceUrl = new URL(url);
  maintenanceUrl.pathname = '/postgres';
  const server: TestServer = {
    maintenanceUrl: maintenanceUrl.toString(),
    template: new URL(url).pathname.slice(1),
  };
  process.env[SERVER_VARIABLE] = JSON.stringify(server);
  return async () => {
    await stop();
    await rm(home, { recursive: true, force: true });
  };
}
