// What the runs table can be searched by: each column as an SQL expression over `run` and `study`.
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
  /** The latest figure. */
  z.strictObject({
    kind: z.literal('evaluation'),
    metric: metricSchema,
    mode: modeSchema,
    featureSet: featureSetSchema,
  }),
]);
export type RunColumn = z.infer<typeof runColumnSchema>;

/** Values of a statement, as they are asked for: `$1`, `$2`, … */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

export interface ColumnSql {
  /** Left out where every value is a number. */
  readonly text?: string;
  /** Null where the value is no number; left out where none is. */
  readonly number?: string;
}

export function columnSql(column: RunColumn, parameters: Parameters): ColumnSql {
  switch (column.kind) {
    case 'run': {
      const { sql, numeric } = ownColumns[column.key];
      return numeric ? { number: `(${sql})` } : { text: `(${sql})` };
    }
    case 'config': {
      const key = `${parameters.add(column.key)}::text`;
      return {
        text: `(run.config ->> ${key})`,
        number: `(CASE jsonb_typeof(run.config -> ${key}) WHEN 'number' THEN (run.config ->> ${key})::float8 END)`,
      };
    }
    case 'series': {
      const name = parameters.add(column.name);
      return { number: `(SELECT last_value FROM series WHERE run_id = run.id AND series.name = ${name})` };
    }
    case 'evaluation': {
      const [metric, mode, featureSet] = [column.metric, column.mode, column.featureSet].map((value) =>
        parameters.add(value),
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
