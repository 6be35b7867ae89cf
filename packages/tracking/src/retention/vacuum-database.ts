// Gives back what deletions have left: room in the tables, and pictures nobody refers to.
import type { Database } from '../database/open-database.ts';
import { sealAbandoned } from '../sealing/seal-abandoned.ts';
import { sweepArtifacts, type SweepOptions, type SweptFiles } from './sweep-artifacts.ts';

const TABLES = [
  'metric_hot',
  'metric_chunk',
  'metric_rollup',
  'series',
  'log_line',
  'sample',
  'journal',
  'attempt',
];

export interface VacuumReport {
  /** Of the whole database. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly artifacts: SweptFiles;
}

async function databaseBytes(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ bytes: number }>(
    'SELECT pg_database_size(current_database())::float8 AS bytes',
  );
  return rows[0]?.bytes ?? 0;
}

/**
 * Seals what abandoned runs have left and makes the room of deleted rows usable again.
 * @param options.full writes the tables anew and gives the room back to the disk; runs wait with their journals meanwhile.
 */
export async function vacuumDatabase(
  db: Database,
  options: SweepOptions & { readonly full?: boolean },
): Promise<VacuumReport> {
  const bytesBefore = await databaseBytes(db);
  await sealAbandoned(db);
  await db.pool.query(`VACUUM (${options.full ? 'FULL, ' : ''}ANALYZE) ${TABLES.join(', ')}`);
  const artifacts = await sweepArtifacts(db, options);
  return { bytesBefore, bytesAfter: await databaseBytes(db), artifacts };
}
