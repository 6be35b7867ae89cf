// Which database: the server that DATABASE_URL names, or a PostgreSQL of our own in the home folder.
import { Client, DatabaseError } from 'pg';
import { locateBinaries } from './embedded/binaries.ts';
import { ensureServer, stopServer, urlOf } from './embedded/cluster.ts';
import { chooseServerPlace } from './embedded/server-user.ts';

const DATABASE_NAME = 'starlab';
/** Two processes create the database at once: the slower one sees either of these. */
const ALREADY_CREATED = ['42P04', '23505'];

export interface ResolvedDatabase {
  readonly url: string;
  readonly kind: 'embedded' | 'external';
  /** Stops the embedded server; does nothing to an external one. */
  stop(): Promise<void>;
}

async function createDatabase(maintenanceUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || !ALREADY_CREATED.includes(error.code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

/**
 * The URL of the database to use. Without DATABASE_URL, an embedded PostgreSQL 18 under `home/postgres` is found or started;
 * it keeps running when this process ends, listens on 127.0.0.1 only and demands a password kept beside its data.
 * @throws StarlabError if the embedded server cannot be had; an external one is not contacted.
 */
export async function resolveDatabase(options: {
  /** Absolute path of the `.starlab` folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<ResolvedDatabase> {
  const external = options.env.DATABASE_URL;
  if (external) return { url: external, kind: 'external', stop: async () => {} };

  const place = await chooseServerPlace({ home: options.home, binaries: await locateBinaries() });
  const address = await ensureServer(place);
  await createDatabase(urlOf(address, 'postgres'), DATABASE_NAME);
  return { url: urlOf(address, DATABASE_NAME), kind: 'embedded', stop: () => stopServer(place) };
}
