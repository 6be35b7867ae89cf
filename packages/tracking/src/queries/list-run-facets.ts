// What can the runs table show and be filtered by? Names of series and tags that runs have.
import type { StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface RunFacets {
  /** Sorted. */
  readonly series: readonly string[];
  /** Sorted. */
  readonly tags: readonly string[];
}

export async function listRunFacets(
  db: Database,
  options: { readonly studyId?: StudyId } = {},
): Promise<RunFacets> {
  const { rows } = await db.pool.query<RunFacets>(
    `SELECT
       ARRAY(SELECT DISTINCT series.name FROM series JOIN run ON run.id = run_id
             WHERE $1::uuid IS NULL OR study_id = $1 ORDER BY 1) AS series,
       ARRAY(SELECT DISTINCT tag FROM run CROSS JOIN unnest(tags) AS tag
             WHERE $1::uuid IS NULL OR study_id = $1 ORDER BY 1) AS tags`,
    [options.studyId ?? null],
  );
  return rows[0] ?? { series: [], tags: [] };
}
