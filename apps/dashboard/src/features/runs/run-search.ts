// From what the address says to what the database is asked. On the server only: it knows every schema.
import { configKeys, runStateSchema, studyIdSchema } from '@starlab/experiment';
import type { RunFilter, RunSearch } from '@starlab/tracking';
import { runColumn } from './run-column.ts';
import { defaultSorting, type TableState } from './table-state.ts';

const comparison = /^([A-Za-z][^=<>!~]*)(>=|<=|!=|=|>|<|~)(.+)$/;

type Operator = RunFilter['operator'];

const operators: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '~': 'contains',
};

interface Query {
  readonly text: string;
  readonly filters: readonly RunFilter[];
  readonly tags: readonly string[];
}

/** `seed=777 lambdaDs>0 tag:paper cat`: comparisons, tags, and words that must occur. Quotes hold what has spaces. */
export function parseQuery(query: string): Query {
  const words = (query.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
  const text: string[] = [];
  const filters: RunFilter[] = [];
  const tags: string[] = [];
  for (const word of words) {
    const [, key, sign, value] = comparison.exec(word) ?? [];
    const operator = sign === undefined ? undefined : operators[sign];
    if (word.startsWith('tag:')) tags.push(word.slice('tag:'.length));
    else if (key === undefined || operator === undefined || value === undefined) text.push(word);
    else filters.push({ column: runColumn(key, configKeys), operator, value: comparable(value, operator) });
  }
  return { text: text.join(' '), filters, tags: tags.filter((tag) => tag !== '') };
}

function comparable(value: string, operator: Operator): number | string {
  return operator !== 'contains' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}

/** What is no state or no study is taken for "any". */
export function runSearch(state: TableState, page: { offset: number; limit: number }): RunSearch {
  const { text, filters, tags } = parseQuery(state.search);
  const runState = runStateSchema.safeParse(state.state);
  const studyId = studyIdSchema.safeParse(state.study);
  const { by, descending } = state.sorting;
  const isDefault = by === defaultSorting.by && descending === defaultSorting.descending;
  return {
    text,
    filters: [...filters],
    tags: [...tags],
    states: runState.success ? [runState.data] : [],
    ...(studyId.success ? { studyId: studyId.data } : {}),
    // Newest first is the order the database keeps anyway.
    ...(isDefault ? {} : { sort: { column: runColumn(by, configKeys), descending } }),
    archived: state.archived,
    ...page,
  };
}
