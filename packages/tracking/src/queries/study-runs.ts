// How far are the runs of a study? The little of each that a table of results shows.
import type { Configuration, RunConfig, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { AblationRun } from '../results.ts';

const STUDY_RUNS = `
  SELECT run.id, seed, run.state, method, configuration, domains, config, (config ->> 'iterations')::int AS iterations,
         coalesce(head.step, 0) AS step
  FROM run
  LEFT JOIN LATERAL (
    SELECT last_step AS step FROM attempt WHERE run_id = run.id AND last_step IS NOT NULL ORDER BY number DESC LIMIT 1
  ) AS head ON true
  WHERE study_id = $1 AND archived_at IS NULL ORDER BY configuration, seed, number`;

export interface StudyRun extends AblationRun {
  readonly method: string;
  readonly configuration: Configuration | null;
  /** Sorted. */
  readonly domains: readonly string[];
  readonly config: RunConfig;
}

/** By configuration and seed; without archived runs. */
export async function studyRuns(db: Database, studyId: StudyId): Promise<StudyRun[]> {
  const { rows } = await db.pool.query<Omit<StudyRun, 'seed'> & { readonly seed: string }>(STUDY_RUNS, [
    studyId,
  ]);
  return rows.map((row) => ({ ...row, seed: Number(row.seed) }));
}

export function toTableRun({ id, seed, state, step, iterations }: StudyRun): AblationRun {
  return { id, seed, state, step, iterations };
}
