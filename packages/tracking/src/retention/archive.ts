// Puts runs and studies away, or takes them out again: archived ones are kept whole, but are in no list unless asked for.
import type { RunId, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';

/** @returns how many runs changed. */
export async function archiveRuns(
  db: Database,
  runIds: readonly RunId[],
  options: { readonly archived: boolean },
): Promise<number> {
  const { rowCount } = await db.pool.query(
    `UPDATE run SET archived_at = CASE WHEN $2 THEN now() END
     WHERE id = ANY ($1) AND (archived_at IS NULL) = $2 RETURNING pg_notify($3, id::text)`,
    [runIds, options.archived, RUN_CHANNEL],
  );
  return rowCount ?? 0;
}

/** With all its runs, whose own archiving stays as it is. @returns whether the study changed. */
export async function archiveStudy(
  db: Database,
  studyId: StudyId,
  options: { readonly archived: boolean },
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `UPDATE study SET archived_at = CASE WHEN $2 THEN now() END WHERE id = $1 AND (archived_at IS NULL) = $2`,
    [studyId, options.archived],
  );
  return rowCount === 1;
}
