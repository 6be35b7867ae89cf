// The row of the runs table: one statement for any number of runs, from heads and evaluations, without scanning a point.
import type { ExternalConfig, RunConfig, RunId, RunState, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { JsonNumber } from '../json-number.ts';
import type { EvaluationSummary, RunSummary } from '../results.ts';

/** The rate is measured over what so many batches brought: 25 s where they are half a second apart. */
const RATE_BATCHES = 50;
/** A program that says at once what it has gathered tells nothing of its speed. */
const LEAST_RATE_SECONDS = 1;

const SELECT_SUMMARIES = `
  SELECT run.id, run.name, run.study_id, study.name AS study_name, run.state, run.reason, run.kind, run.method, run.seed,
         run.config, run.config_sha256,
         run.attempt, run.created_at, run.started_at, run.finished_at, run.heartbeat_at, run.tags, run.note, run.archived_at,
         coalesce(head.step, 0) AS step, coalesce(series.heads, '{}') AS heads,
         coalesce(evaluation.latest, '[]') AS evaluations, rate.iterations_per_second
  FROM run
  JOIN study ON study.id = run.study_id
  LEFT JOIN LATERAL (
    SELECT last_step AS step FROM attempt WHERE run_id = run.id AND last_step IS NOT NULL ORDER BY number DESC LIMIT 1
  ) AS head ON true
  LEFT JOIN LATERAL (
    SELECT json_object_agg(name, last_value) AS heads FROM series WHERE run_id = run.id
  ) AS series ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('metric', metric, 'mode', mode, 'featureSet', feature_set, 'mean', mean,
                                      'step', step) ORDER BY metric, mode) AS latest
    FROM (SELECT DISTINCT ON (metric, mode) * FROM evaluation WHERE run_id = run.id
          ORDER BY metric, mode, step DESC, created_at DESC) AS newest
  ) AS evaluation ON true
  LEFT JOIN LATERAL (
    SELECT CASE WHEN extract(epoch FROM max(last_time) - min(first_time)) >= ${LEAST_RATE_SECONDS}
                THEN ((max(last_step) - min(first_step)) / extract(epoch FROM max(last_time) - min(first_time)))::float8
           END AS iterations_per_second
    FROM (SELECT first_step, last_step, first_time, last_time FROM metric_hot
          WHERE run = run.number AND metric_hot.attempt = run.attempt AND process = 0
          ORDER BY seq DESC LIMIT ${RATE_BATCHES}) AS recent
    WHERE run.state = 'running'
  ) AS rate ON true
  WHERE ($1::uuid IS NULL OR run.study_id = $1) AND ($2::uuid[] IS NULL OR run.id = ANY ($2))
    AND ($3 OR (run.archived_at IS NULL AND study.archived_at IS NULL))
  ORDER BY run.created_at DESC, run.number DESC`;

interface RowFacts {
  id: RunId;
  name: string;
  study_id: StudyId;
  study_name: string;
  state: RunState;
  reason: string | null;
  method: string;
  seed: string;
  config_sha256: string;
  attempt: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  heartbeat_at: Date | null;
  tags: string[];
  note: string | null;
  archived_at: Date | null;
  step: number;
  heads: Record<string, JsonNumber>;
  evaluations: EvaluationSummary[];
  iterations_per_second: number | null;
}

type SummaryRow = RowFacts &
  ({ kind: 'starlab'; config: RunConfig } | { kind: 'external'; config: ExternalConfig });

export const isoDate = (date: Date | null): string | null => date?.toISOString() ?? null;

function toSummary(row: SummaryRow): RunSummary {
  const facts = {
    id: row.id,
    name: row.name,
    studyId: row.study_id,
    studyName: row.study_name,
    seed: Number(row.seed),
    state: row.state,
    reason: row.reason,
    step: row.step,
    iterationsPerSecond: row.iterations_per_second,
    createdAt: row.created_at.toISOString(),
    startedAt: isoDate(row.started_at),
    finishedAt: isoDate(row.finished_at),
    heartbeatAt: isoDate(row.heartbeat_at),
    configSha256: row.config_sha256,
    heads: row.heads,
    evaluations: row.evaluations,
    attempt: row.attempt,
    tags: row.tags,
    note: row.note,
    archivedAt: isoDate(row.archived_at),
  };
  if (row.kind === 'starlab') {
    const { method, configuration, iterations } = row.config;
    return { ...facts, kind: row.kind, config: row.config, method, configuration, iterations };
  }
  const { config, method } = row;
  const iterations = typeof config['iterations'] === 'number' ? config['iterations'] : null;
  return { ...facts, kind: row.kind, config, method, configuration: null, iterations };
}

/** Newest first. All runs that are not archived, unless a study is given, or runs, which are found in any case. */
export async function selectRunSummaries(
  db: Database,
  only: { readonly studyId?: StudyId; readonly runIds?: readonly RunId[]; readonly archived?: boolean },
): Promise<RunSummary[]> {
  const { rows } = await db.pool.query<SummaryRow>(SELECT_SUMMARIES, [
    only.studyId ?? null,
    only.runIds ?? null,
    only.archived ?? only.runIds !== undefined,
  ]);
  return rows.map(toSummary);
}
