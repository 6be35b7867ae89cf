// Seals what runs have left behind whose process ended before it could.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { sealRun } from './seal-run.ts';

/**
 * Seals all of every run that nobody works on. Mark crashed runs first, or they count as being worked on.
 * @returns the runs that had something left.
 */
export async function sealAbandoned(db: Database): Promise<RunId[]> {
  const { rows } = await db.pool.query<{ id: RunId }>(
    `SELECT id FROM run WHERE state NOT IN ('queued', 'running')
       AND EXISTS (SELECT FROM metric_hot WHERE metric_hot.run = run.number) ORDER BY number`,
  );
  const runIds = rows.map(({ id }) => id);
  for (const runId of runIds) await sealRun(db.pool, runId, 'everything');
  return runIds;
}
