// A real, empty, migrated database for one test file: an embedded server in a temporary folder, gone when the file is done.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from './database/apply-migrations.ts';
import { openDatabase, type Database } from './database/open-database.ts';
import { resolveDatabase } from './database/resolve-database.ts';

export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

export interface TestDatabase {
  /** A temporary `.starlab` folder, in which the server lives too. */
  readonly home: string;
  readonly url: string;
  readonly db: Database;
  /** Stops the server and deletes the folder. */
  stop(): Promise<void>;
}

/** Takes about two seconds: call it once a file, in `beforeAll`. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const home = await mkdtemp(path.join(tmpdir(), 'starlab-test-'));
  const { url, stop } = await resolveDatabase({ home, env: {} });
  await applyMigrations(url, migrationsFolder);
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
