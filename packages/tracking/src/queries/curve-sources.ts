// Where the values of runs lie: their attempts, their series, and which sets of names still have rows in metric_hot.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';

export interface AttemptExtent {
  readonly number: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** Its rows count up to this step: from the next one on, a later attempt's do. */
  readonly visibleTo: number;
}

export interface SeriesSource {
  readonly number: number;
  readonly name: string;
  /** Of all attempts, also those that a later one supersedes. */
  readonly points: number;
  /** By attempt, the highest level of its pyramid; none where nothing is sealed. */
  readonly tops: Readonly<Record<string, number>>;
}

export interface CurveSource {
  readonly runId: RunId;
  readonly run: number;
  /** Those that have logged a step. */
  readonly attempts: readonly AttemptExtent[];
  readonly series: readonly SeriesSource[];
  /** Sets of names with unsealed rows. */
  readonly layouts: readonly { readonly id: number; readonly names: readonly string[] }[];
}

const SELECT_SOURCES = `
  SELECT run.id AS "runId", run.number AS run,
    (SELECT coalesce(json_agg(json_build_object('number', number, 'firstStep', first_step, 'lastStep', last_step)
                              ORDER BY number), '[]')
     FROM attempt WHERE run_id = run.id AND first_step IS NOT NULL) AS attempts,
    (SELECT coalesce(json_agg(json_build_object(
              'number', number, 'name', name, 'points', points,
              'tops', (SELECT coalesce(json_object_agg(attempt.number, top.level), '{}')
                       FROM attempt CROSS JOIN LATERAL (
                         SELECT level FROM metric_rollup
                         WHERE metric_rollup.series = series.number AND metric_rollup.attempt = attempt.number
                         ORDER BY level DESC LIMIT 1) AS top
                       WHERE attempt.run_id = run.id)) ORDER BY number), '[]')
     FROM series WHERE run_id = run.id AND ($2::text[] IS NULL OR name = ANY ($2))) AS series,
    (SELECT coalesce(json_agg(json_build_object('id', id, 'names', names)), '[]')
     FROM metric_layout WHERE id IN (SELECT layout FROM metric_hot WHERE metric_hot.run = run.number)) AS layouts
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, position) JOIN run USING (id) ORDER BY position`;

interface SourceRow extends Omit<CurveSource, 'attempts'> {
  readonly attempts: readonly Omit<AttemptExtent, 'visibleTo'>[];
}

function withVisibility(attempts: SourceRow['attempts']): AttemptExtent[] {
  return attempts.map((attempt, i) => ({
    ...attempt,
    visibleTo: Math.min(...attempts.slice(i + 1).map((later) => later.firstStep - 1), 0x7fffffff),
  }));
}

/** By run in the order asked for; a run that is not there is left out. */
export async function readCurveSources(
  db: Database,
  runIds: readonly RunId[],
  names?: readonly string[],
): Promise<CurveSource[]> {
  const { rows } = await db.pool.query<SourceRow>({
    name: 'curve-sources',
    text: SELECT_SOURCES,
    values: [runIds, names ?? null],
  });
  return rows.map((row) => ({ ...row, attempts: withVisibility(row.attempts) }));
}
