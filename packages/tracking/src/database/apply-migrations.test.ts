import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StarlabError } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPublishedResults } from '../queries/list-published-results.ts';
import { migrationsFolder, startTestDatabase, type TestDatabase } from '../testing.ts';
import { applyMigrations } from './apply-migrations.ts';
import { openDatabase } from './open-database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

async function emptyDatabase(name: string): Promise<string> {
  await test.db.pool.query(`CREATE DATABASE ${name}`);
  const url = new URL(test.url);
  url.pathname = `/${name}`;
  return url.toString();
}

describe('applyMigrations', () => {
  it('applies each migration once, however many processes try', async () => {
    const names = (await readdir(migrationsFolder, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const url = await emptyDatabase('once');
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, migrationsFolder)));
    expect(applied.flat()).toEqual(names);
    expect(await applyMigrations(url, migrationsFolder)).toEqual([]);
  });

  it('seeds the published results once and mends what was changed', async () => {
    const before = await listPublishedResults(test.db);
    expect(before).toHaveLength(140);
    await test.db.pool.query('UPDATE published_result SET value = 0 WHERE "position" = 3');
    await applyMigrations(test.url, migrationsFolder);
    expect(await listPublishedResults(test.db)).toEqual(before);
  });

  it('leaves nothing of a migration that fails', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'starlab-migrations-'));
    await cp(migrationsFolder, folder, { recursive: true });
    await cp(path.join(migrationsFolder, (await readdir(migrationsFolder))[0] ?? ''), `${folder}/99_broken`, {
      recursive: true,
    });
    await writeFile(`${folder}/99_broken/migration.sql`, 'CREATE TABLE half (a int); SELECT nonsense;');
    const url = await emptyDatabase('broken');
    await expect(applyMigrations(url, folder)).rejects.toBeInstanceOf(StarlabError);
    const db = await openDatabase(url);
    const { rows } = await db.pool.query(
      "SELECT to_regclass('half') AS half, to_regclass('run')::text AS run",
    );
    expect(rows).toEqual([{ half: null, run: 'run' }]);
    await db.close();
    await rm(folder, { recursive: true });
  });

  it('refuses a database of a later version', async () => {
    const url = await emptyDatabase('later');
    await applyMigrations(url, migrationsFolder);
    const db = await openDatabase(url);
    await db.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99_later', now())`,
    );
    await db.close();
    await expect(applyMigrations(url, migrationsFolder)).rejects.toThrow(/"99_later", which this version/);
  });
});

describe('openDatabase', () => {
  const failure = (url: string): Promise<StarlabError> =>
    openDatabase(url).then(
      () => expect.unreachable(),
      (error: unknown) => error as StarlabError,
    );

  it('names server and remedy, never the password', async () => {
    const absent = await failure('postgresql://me:secret@127.0.0.1:1/starlab');
    expect(absent.message).toMatch(/^Database: cannot reach 127\.0\.0\.1:1\/starlab \(.*ECONNREFUSED/);
    expect(absent.remedy).toMatch(/Nothing listens there/);
    expect(absent.message + absent.remedy).not.toContain('secret');
  });

  it('tells a wrong password and a missing database apart', async () => {
    const url = new URL(test.url);
    url.password = 'secret';
    expect((await failure(url.toString())).remedy).toMatch(/refused the password/);
    expect((await failure(`${test.url}_missing`)).remedy).toMatch(/no database of that name/);
  });

  it('refuses what is not an address', async () => {
    expect((await failure('mysql://me:secret@localhost/x')).message).not.toContain('secret');
    expect((await failure('nonsense')).remedy).toMatch(/postgresql:\/\//);
  });
});
