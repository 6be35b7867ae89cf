// An open database: Prisma for metadata, pg for everything that counts in rows per second, both on one pool.
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '../generated/client.ts';
import { checkUrl, databaseError } from './connection-error.ts';

const CONNECT_TIMEOUT_MS = 10_000;

export interface Database {
  readonly url: string;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/** Opens nothing before it is asked for a connection. */
export function createPool(url: string, maxConnections: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'starlab',
    allowExitOnIdle: true,
  });
  // A connection that breaks while idle is replaced by the next query; unheard, the event would end the process.
  pool.on('error', () => {});
  return pool;
}

/**
 * Opens a pool and makes sure that the server answers.
 * @throws StarlabError naming host, port and database (not the password) if it does not.
 */
export async function openDatabase(
  url: string,
  options: {
    /** @default 10 */
    readonly maxConnections?: number;
  } = {},
): Promise<Database> {
  checkUrl(url);
  const pool = createPool(url, options.maxConnections ?? 10);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw databaseError(error, url, 'reach');
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    url,
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
