// How do configurations compare over their seeds? The runs a search finds, gathered by what they share, each group with mean
// and sample standard deviation of the wanted columns.
import type { Configuration, ExternalConfig, RunConfig, RunId, RunState, StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { columnSql, RunStatement, type RunColumn } from './run-columns.ts';
import { runSearchSchema, searchConditions, type RunSearch } from './search-runs.ts';

/** `config`: the same study and configuration in every key but the seed. */
export const runGroupings = ['study', 'configuration', 'config'] as const;
export type RunGrouping = (typeof runGroupings)[number];

export interface RunGroup {
  readonly key: string;
  /** Those of the newest run. */
  readonly studyId: StudyId;
  readonly studyName: string;
  readonly configuration: Configuration | null;
  readonly config: RunConfig | ExternalConfig;
  /** The study's configuration, which the newest run's differs from. */
  readonly base: RunConfig | ExternalConfig;
  readonly runCount: number;
  /** The newest 50, newest first. */
  readonly runs: readonly {
    readonly id: RunId;
    readonly name: string;
    readonly seed: number;
    readonly state: RunState;
  }[];
  /** Of the columns asked for, in their order, over the runs that have a finite value; of repetitions the newest counts. */
  readonly figures: readonly GroupFigure[];
}

export interface GroupFigure {
  readonly mean: number | null;
  /** n − 1; null for a single value. */
  readonly std: number | null;
  readonly n: number;
}

const keySql = {
  study: 'run.study_id::text',
  configuration: 'run.configuration',
  config: `run.study_id::text || ' ' || md5((run.config - 'seed')::text)`,
} as const satisfies Record<RunGrouping, string>;

/** Runs of ours that share it are one experiment with one seed, so that the second is no second sample. */
const repetitionSql = `CASE WHEN run.kind = 'starlab' THEN run.study_id::text || ' ' || run.config_sha256 || ' ' || run.seed ELSE run.id::text END`;

const MOST_GROUPS = 500;
/** As many as can be compared. */
const NAMED_RUNS = 50;

const OF_RUN = ['run.id', 'run.number', 'run.name', 'run.seed', 'run.state'];

interface GroupRow extends Omit<RunGroup, 'figures'> {
  readonly figures: (number | null)[];
}

/** Groups with the newest runs first, at most 500. Sorting and paging of the search have no meaning here. */
export async function groupRuns(
  db: Database,
  request: { readonly search: RunSearch; readonly by: RunGrouping; readonly columns: readonly RunColumn[] },
): Promise<RunGroup[]> {
  const statement = new RunStatement();
  const where = searchConditions(runSearchSchema.parse(request.search), statement);
  const values = request.columns.map(
    (column, i) => `${columnSql(column, statement).number ?? 'NULL::float8'} AS value${i}`,
  );
  // Infinity is no figure, and PostgreSQL takes NaN for larger than it.
  const newest = request.columns.map(
    (_, i) =>
      `, (array_agg(value${i} ORDER BY number DESC) FILTER (WHERE value${i} > '-Infinity' AND value${i} < 'Infinity'))[1] AS value${i}`,
  );
  const figures = request.columns.flatMap((_, i) => [
    `avg(value${i})`,
    `stddev_samp(value${i})`,
    `count(value${i})`,
  ]);
  const read = [`${keySql[request.by]} AS key`, `${repetitionSql} AS repetition`, ...OF_RUN, ...values];
  // Materialised, or every mention of a value would be another look-up.
  const { rows } = await db.pool.query<GroupRow>(
    `WITH found AS MATERIALIZED (
       SELECT ${read.join(', ')} FROM ${statement.tables} WHERE ${where}
     ), samples AS (
       SELECT key ${newest.join('')} FROM found GROUP BY key, repetition
     ), summary AS (
       SELECT key, ARRAY[${figures.join(', ')}]::float8[] AS figures FROM samples GROUP BY key
     ), gathered AS (
       SELECT key, max(number) AS newest, count(*)::int AS "runCount",
              to_json((array_agg(json_build_object('id', id, 'name', name, 'seed', seed, 'state', state)
                                 ORDER BY number DESC))[1:${NAMED_RUNS}]) AS runs
       FROM found GROUP BY key ORDER BY newest DESC LIMIT ${MOST_GROUPS}
     )
     SELECT key, "runCount", runs, figures, run.study_id AS "studyId", study.name AS "studyName", run.configuration,
            run.config, study.base
     FROM gathered JOIN summary USING (key) JOIN run ON run.number = newest JOIN study ON study.id = run.study_id ORDER BY newest DESC`,
    statement.values,
  );
  return rows.map((row) => ({
    ...row,
    figures: request.columns.map((_, i) => {
      const [mean = null, std = null, n] = row.figures.slice(3 * i, 3 * i + 3);
      return { mean, std, n: n ?? 0 };
    }),
  }));
}
