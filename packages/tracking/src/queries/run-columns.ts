// What the runs table can be searched by: each column as an SQL expression over `run`, `study` and what its statement joins.
import { featureSetSchema, metricSchema, modeSchema } from '@starlab/experiment';
import { z } from 'zod';

/** SQL of what a run says of itself; numbers as double precision, everything else as text. */
const ownColumns = {
  id: { sql: 'run.id::text', numeric: false },
  name: { sql: 'run.name', numeric: false },
  study: { sql: 'study.name', numeric: false },
  state: { sql: 'run.state::text', numeric: false },
  configuration: { sql: 'run.configuration', numeric: false },
  method: { sql: 'run.method', numeric: false },
  note: { sql: 'run.note', numeric: false },
  seed: { sql: 'run.seed::float8', numeric: true },
  attempt: { sql: 'run.attempt::float8', numeric: true },
  step: {
    sql: `(SELECT last_step FROM attempt WHERE run_id = run.id AND last_step IS NOT NULL ORDER BY number DESC LIMIT 1)::float8`,
    numeric: true,
  },
  created: { sql: 'extract(epoch FROM run.created_at)::float8 * 1000', numeric: true },
  started: { sql: 'extract(epoch FROM run.started_at)::float8 * 1000', numeric: true },
  finished: { sql: 'extract(epoch FROM run.finished_at)::float8 * 1000', numeric: true },
  duration: {
    sql: 'extract(epoch FROM coalesce(run.finished_at, run.heartbeat_at) - run.started_at)::float8 * 1000',
    numeric: true,
  },
} as const;

const ownKeys = Object.keys(ownColumns) as [keyof typeof ownColumns, ...(keyof typeof ownColumns)[]];

export const runColumnSchema = z.discriminatedUnion('kind', [
  /** What every run has; times in ms since the epoch, `duration` in ms. */
  z.strictObject({ kind: z.literal('run'), key: z.enum(ownKeys) }),
  /** A key of the configuration. */
  z.strictObject({ kind: z.literal('config'), key: z.string() }),
  /** The last value of a series. */
  z.strictObject({ kind: z.literal('series'), name: z.string() }),
  /** What a run calls so: the last value of a series, or else a key of its configuration. */
  z.strictObject({ kind: z.literal('named'), name: z.string() }),
  /** The latest figure. */
  z.strictObject({
    kind: z.literal('evaluation'),
    metric: metricSchema,
    mode: modeSchema,
    featureSet: featureSetSchema,
  }),
]);
export type RunColumn = z.infer<typeof runColumnSchema>;

/** A statement over `run` and `study` while its expressions are made: what they need besides themselves. */
export class RunStatement {
  readonly values: unknown[] = [];
  readonly #series: string[] = [];

  /** @returns the value's name: `$1`, `$2`, … */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /**
   * Joined rather than looked up run by run: of thousands of runs, the index of names finds all at once.
   * @returns the name under which the run's series of that name is joined.
   */
  joinSeries(name: string): string {
    const alias = `series_${this.#series.length + 1}`;
    const condition = `${alias}.run_id = run.id AND ${alias}.name = ${this.add(name)}`;
    this.#series.push(`LEFT JOIN series AS ${alias} ON ${condition}`);
    return alias;
  }

  /** What follows FROM; to be asked for once all expressions are made. */
  get tables(): string {
    return ['run JOIN study ON study.id = run.study_id', ...this.#series].join(' ');
  }
}

export interface ColumnSql {
  /** Left out where every value is a number. */
  readonly text?: string;
  /** Null where the value is no number; left out where none is. */
  readonly number?: string;
}

function configSql(name: string, statement: RunStatement): Required<ColumnSql> {
  const key = `${statement.add(name)}::text`;
  return {
    text: `(run.config ->> ${key})`,
    number: `(CASE jsonb_typeof(run.config -> ${key}) WHEN 'number' THEN (run.config ->> ${key})::float8 END)`,
  };
}

export function columnSql(column: RunColumn, statement: RunStatement): ColumnSql {
  switch (column.kind) {
    case 'run': {
      const { sql, numeric } = ownColumns[column.key];
      return numeric ? { number: `(${sql})` } : { text: `(${sql})` };
    }
    case 'config':
      return configSql(column.key, statement);
    case 'series':
      return { number: `${statement.joinSeries(column.name)}.last_value` };
    case 'named': {
      const last = `${statement.joinSeries(column.name)}.last_value`;
      const { text, number } = configSql(column.name, statement);
      return { text: `coalesce(${last}::text, ${text})`, number: `coalesce(${last}, ${number})` };
    }
    case 'evaluation': {
      const [metric, mode, featureSet] = [column.metric, column.mode, column.featureSet].map((value) =>
        statement.add(value),
      );
      return {
        number: `(SELECT mean FROM evaluation WHERE run_id = run.id AND metric = ${metric} AND mode = ${mode}
         AND feature_set = ${featureSet} ORDER BY step DESC, evaluation.created_at DESC LIMIT 1)`,
      };
    }
    default:
      return column satisfies never;
  }
}
