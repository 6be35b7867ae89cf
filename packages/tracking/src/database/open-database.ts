import type { Pool } from 'pg';
import type { PrismaClient } from '../generated/client.ts';
export interface Database {
  readonly url: string;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}
export async function openDatabase(
  _url: string,
  _options: { maxConnections?: number } = {},
): Promise<Database> {
  throw new Error('in the making');
}
