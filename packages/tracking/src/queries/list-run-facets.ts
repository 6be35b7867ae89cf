// What can the runs table show and be filtered by? Names of series, figures and tags that runs have, and their states.
import type { FeatureSet, Metric, Mode, RunState, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface RunFacets {
  /** Sorted. */
  readonly series: readonly string[];
  /** Sorted. */
  readonly tags: readonly string[];
  /** What was evaluated, sorted. */
  readonly figures: readonly {
    readonly metric: Metric;
    readonly mode: Mode;
    readonly featureSet: FeatureSet;
  }[];
  /** How many runs are in each state, archived ones left out. */
  readonly states: Readonly<Partial<Record<RunState, number>>>;
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
             WHERE $1::uuid IS NULL OR study_id = $1 ORDER BY 1) AS tags,
       (SELECT coalesce(json_agg(figure ORDER BY figure.metric, figure.mode, figure."featureSet"), '[]')
        FROM (SELECT DISTINCT metric, evaluation.mode, feature_set AS "featureSet"
              FROM evaluation JOIN run ON run.id = run_id WHERE $1::uuid IS NULL OR study_id = $1) AS figure) AS figures,
       (SELECT coalesce(json_object_agg(state, runs), '{}')
        FROM (SELECT state, count(*)::int AS runs FROM run
              WHERE archived_at IS NULL AND ($1::uuid IS NULL OR study_id = $1) GROUP BY state) AS counted) AS states`,
    [options.studyId ?? null],
  );
  return rows[0] ?? { series: [], tags: [], figures: [], states: {} };
}
