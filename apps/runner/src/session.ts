// What every command that touches runs needs: the home folder and an open, migrated database.
import {
  applyMigrations,
  markCrashed,
  openDatabase,
  replayJournals,
  resolveDatabase,
  sealAbandoned,
  type Database,
} from '@starlab/tracking';
import { join } from 'node:path';
import { openHome, workspaceRoot, type Home } from './home.ts';

export interface Session {
  readonly home: Home;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly databaseKind: 'embedded' | 'external';
  close(): Promise<void>;
}

/**
 * Finds or starts the database, brings its schema up to date, and takes in what a killed process had journaled but
 * not yet sent.
 */
export async function openSession(): Promise<Session> {
  const home = openHome();
  const database = await resolveDatabase({ home: home.root, env: process.env });
  await applyMigrations(database.url, join(workspaceRoot, 'prisma', 'migrations'));
  const db = await openDatabase(database.url);
  await replayJournals(db, home.root);
  await markCrashed(db);
  await sealAbandoned(db);
  return {
    home,
    db,
    databaseUrl: database.url,
    databaseKind: database.kind,
    close: () => db.close(),
  };
}

/** Opens a session for the length of `work`. */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession();
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
