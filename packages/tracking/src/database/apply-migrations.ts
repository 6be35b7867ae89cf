// Brings a database to the schema of this version. Keeps Prisma's books (_prisma_migrations with the SHA-256 of each
// script), so that `prisma migrate status` agrees, but needs neither Prisma's engine nor its command line.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { StarlabError } from '@starlab/experiment';
import { Client } from 'pg';
import { seedPublishedResults } from '../published/seed-published-results.ts';
import { checkUrl, databaseError } from './connection-error.ts';

/** The advisory lock that Prisma itself takes while it migrates. */
const PRISMA_MIGRATION_LOCK = 72_707_369;

const CREATE_BOOKS = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

interface BookEntry {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** @throws StarlabError if the database has seen migrations that this version has not, or has them differently. */
function checkBooks(books: readonly BookEntry[], migrations: readonly Migration[]): void {
  for (const { migration_name: name, checksum, finished_at } of books) {
    const migration = migrations.find((candidate) => candidate.name === name);
    if (!migration) {
      throw new StarlabError(
        `Database: it has migration "${name}", which this version of Starlab does not know.`,
        {
          remedy: 'Update Starlab to the version that last used this database.',
        },
      );
    }
    if (finished_at === null || migration.checksum !== checksum) {
      throw new StarlabError(
        `Database: migration "${name}" ${finished_at === null ? 'did not finish' : 'was changed after it was applied'}.`,
        {
          remedy:
            'Restore the migration and run `npx prisma migrate resolve`, or start with an empty database.',
        },
      );
    }
  }
}

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function migrate(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATION_LOCK]);
  await client.query(CREATE_BOOKS);
  const books = await client.query<BookEntry>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  checkBooks(books.rows, migrations);
  const applied = new Set(books.rows.map((row) => row.migration_name));
  const pending = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of pending) await applyMigration(client, migration);
  await seedPublishedResults(client);
  return pending.map(({ name }) => name);
}

/**
 * Applies, each in a transaction, the migrations the database lacks, and brings the published results up to date.
 * Safe to call from several processes at once.
 * @param migrationsFolder the repository's `prisma/migrations`.
 * @returns the names of the migrations applied now.
 * @throws StarlabError if the server cannot be reached or the database belongs to another version of Starlab.
 */
export async function applyMigrations(url: string, migrationsFolder: string): Promise<string[]> {
  checkUrl(url);
  const migrations = await readMigrations(migrationsFolder);
  const client = new Client({ connectionString: url, application_name: 'starlab migrations' });
  client.on('error', () => {});
  try {
    await client.connect();
    return await migrate(client, migrations);
  } catch (error) {
    throw error instanceof StarlabError ? error : databaseError(error, url, 'migrate');
  } finally {
    // Ends the session and with it the advisory lock.
    await client.end().catch(() => {});
  }
}
