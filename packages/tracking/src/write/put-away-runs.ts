// Runs out of sight, and runs gone for good.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { RUN_CHANNEL } from './send-entries.ts';

/** Puts runs away, or takes them out again. @returns how many that changed. */
export async function archiveRuns(
  db: Database,
  runIds: readonly RunId[],
  options: { readonly archived: boolean },
): Promise<number> {
  const { rowCount } = await db.pool.query(
    `UPDATE run SET archived_at = CASE WHEN $2 THEN now() END
     WHERE id = ANY ($1) AND (archived_at IS NOT NULL) <> $2 RETURNING pg_notify($3, id::text)`,
    [runIds, options.archived, RUN_CHANNEL],
  );
  return rowCount ?? 0;
}

/**
 * Deletes runs with their values, samples' and checkpoints' records, evaluations and logs. A run that is being trained stays:
 * its process would go on writing. Files under the runs' folders are not touched.
 */
export async function deleteRuns(
  db: Database,
  runIds: readonly RunId[],
): Promise<{ readonly deleted: number; readonly running: number }> {
  const { rows } = await db.pool.query<{ deleted: number; running: number }>(
    `WITH wanted AS (SELECT id, state FROM run WHERE id = ANY ($1)),
          gone AS (DELETE FROM run USING wanted WHERE run.id = wanted.id AND wanted.state <> 'running' RETURNING run.id)
     SELECT (SELECT count(*)::int FROM gone) AS deleted,
            (SELECT count(*)::int FROM wanted WHERE state = 'running') AS running`,
    [runIds],
  );
  return rows[0] ?? { deleted: 0, running: 0 };
}
