// Which runs fit a search, in which order? One page of the runs table: the statement below finds the page's runs among all,
// and only those are read whole.
import { runStateSchema, studyIdSchema, type RunId } from '@starlab/experiment';
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import type { RunSummary } from '../results.ts';
import { columnSql, RunStatement, runColumnSchema } from './run-columns.ts';
import { selectRunSummaries } from './run-summary.ts';

const operators = {
  '=': '=',
  '!=': 'IS DISTINCT FROM',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  contains: 'ILIKE',
} as const;

export const runFilterSchema = z.strictObject({
  column: runColumnSchema,
  operator: z.enum(Object.keys(operators) as [keyof typeof operators, ...(keyof typeof operators)[]]),
  /** A number is compared with numbers, anything else as text. */
  value: z.union([z.number(), z.string()]),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

export const runSearchSchema = z.strictObject({
  /** Words that each must occur in name, study, tags, note or at the beginning of the id. */
  text: z.string().default(''),
  studyId: studyIdSchema.optional(),
  /** Any of them; none given: all. */
  states: z.array(runStateSchema).default([]),
  /** All of them. */
  tags: z.array(z.string()).default([]),
  filters: z.array(runFilterSchema).default([]),
  /** @default newest first. Runs without a value come last either way, NaN before them. */
  sort: z.strictObject({ column: runColumnSchema, descending: z.boolean() }).optional(),
  archived: z.enum(['without', 'with', 'only']).default('without'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1_000).default(100),
});
export type RunSearch = z.input<typeof runSearchSchema>;
type ParsedSearch = z.output<typeof runSearchSchema>;

export interface FoundRuns {
  /** Of all pages. */
  readonly total: number;
  readonly runs: readonly RunSummary[];
}

/** A pattern for ILIKE that means the text itself. */
const patternOf = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

function filterSql({ column, operator, value }: RunFilter, statement: RunStatement): string {
  const sql = columnSql(column, statement);
  const asText = sql.text ?? `${sql.number ?? 'NULL'}::text`;
  if (operator === 'contains') return `${asText} ILIKE ${statement.add(patternOf(String(value)))}`;
  const [left, type] =
    typeof value === 'number' ? [sql.number ?? 'NULL::float8', 'float8'] : [asText, 'text'];
  return `${left} ${operators[operator]} ${statement.add(value)}::${type}`;
}

function wordSql(word: string, statement: RunStatement): string {
  const pattern = statement.add(patternOf(word));
  const start = statement.add(word.toLowerCase());
  const fields = ['run.name', 'study.name', "array_to_string(run.tags, ' ')", "coalesce(run.note, '')"];
  const tests = fields.map((field) => `${field} ILIKE ${pattern}`);
  return `(${[...tests, `starts_with(run.id::text, ${start})`].join(' OR ')})`;
}

const archivedSql = {
  with: [],
  without: ['run.archived_at IS NULL', 'study.archived_at IS NULL'],
  only: ['(run.archived_at IS NOT NULL OR study.archived_at IS NOT NULL)'],
} as const satisfies Record<ParsedSearch['archived'], readonly string[]>;

/** What follows WHERE. */
export function searchConditions(search: ParsedSearch, statement: RunStatement): string {
  const words = search.text.split(/\s+/).filter(Boolean);
  const all = [
    'true',
    ...archivedSql[search.archived],
    ...(search.studyId ? [`run.study_id = ${statement.add(search.studyId)}`] : []),
    ...(search.states.length > 0 ? [`run.state::text = ANY (${statement.add(search.states)})`] : []),
    ...(search.tags.length > 0 ? [`run.tags @> ${statement.add(search.tags)}`] : []),
    ...words.map((word) => wordSql(word, statement)),
    ...search.filters.map((filter) => filterSql(filter, statement)),
  ];
  return all.join(' AND ');
}

/** What to compute of each run found, and the order by it. */
function orderSql(
  { sort }: ParsedSearch,
  statement: RunStatement,
): { readonly columns: string; readonly order: string } {
  const newest = 'found.created_at DESC, found.run_number DESC';
  if (!sort) return { columns: '', order: newest };
  const { text, number } = columnSql(sort.column, statement);
  const direction = sort.descending ? 'DESC' : 'ASC';
  // NaN is no size: it comes after all numbers, and before what is missing.
  const bySize = number && `nullif(found.number, 'NaN') ${direction} NULLS LAST, found.number NULLS LAST`;
  const byText = text && `found.text ${direction} NULLS LAST`;
  return {
    columns: `, ${number ?? 'NULL::float8'} AS number, ${text ?? 'NULL::text'} AS text`,
    order: [bySize, byText, newest].filter(Boolean).join(', '),
  };
}

/** @throws ZodError if the search is not one. */
export async function searchRuns(db: Database, search: RunSearch): Promise<FoundRuns> {
  const parsed = runSearchSchema.parse(search);
  const statement = new RunStatement();
  const where = searchConditions(parsed, statement);
  const { columns, order } = orderSql(parsed, statement);
  const { rows } = await db.pool.query<{ total: number; ids: RunId[] }>(
    `WITH found AS MATERIALIZED (
       SELECT run.id, run.created_at, run.number AS run_number${columns}
       FROM ${statement.tables} WHERE ${where}
     )
     SELECT (SELECT count(*)::int FROM found) AS total,
            ARRAY(SELECT id FROM found ORDER BY ${order}
                  LIMIT ${statement.add(parsed.limit)} OFFSET ${statement.add(parsed.offset)})::text[] AS ids`,
    statement.values,
  );
  const { total, ids } = rows[0] ?? { total: 0, ids: [] };
  const summaries = new Map((await selectRunSummaries(db, { runIds: ids })).map((run) => [run.id, run]));
  return { total, runs: ids.flatMap((id) => summaries.get(id) ?? []) };
}
