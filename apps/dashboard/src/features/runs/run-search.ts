// From what the address says to what the database is asked. On the server only: it knows every schema.
import { configKeys, runStateSchema, studyIdSchema } from '@starlab/experiment';
import type { RunFilter, RunSearch } from '@starlab/tracking';
import { runColumn } from './run-column.ts';
import { defaultSorting, type TableState } from './table-state.ts';

const comparison = /^([A-Za-z][^=<>!~]*)(>=|<=|!=|=|>|<|~)(.+)$/;
/** As `tag:paper` is written; other words with a colon are text. */
const containment = /^(name|study|state|method|note):(.+)$/;

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

/** Words end at spaces outside quotes; a quote left open, as while one types, ends with the search. */
const searchWord = /(?:\\["\\]|[^\s"]|"(?:\\["\\]|[^"])*(?:"|$))+/g;

/** Without the quotes that hold it together. `\"` is a quote of its own and `\\` a backslash, as in JSON; others stay. */
const unquoted = (word: string): string =>
  word.replace(/\\(["\\])|"/g, (_, escaped: string | undefined) => escaped ?? '');

/** `seed=777 lambdaDs>0 tag:paper cat`: comparisons, tags, and words that must occur. Quotes hold what has spaces. */
export function parseQuery(query: string): Query {
  const words = (query.match(searchWord) ?? []).map(unquoted);
  const text: string[] = [];
  const filters: RunFilter[] = [];
  const tags: string[] = [];
  for (const word of words) {
    const filter = parseFilter(word);
    if (word.startsWith('tag:')) tags.push(word.slice('tag:'.length));
    else if (filter) filters.push(filter);
    else text.push(word);
  }
  return { text: text.join(' '), filters, tags: tags.filter((tag) => tag !== '') };
}

function parseFilter(word: string): RunFilter | undefined {
  const [, own, part] = containment.exec(word) ?? [];
  if (own !== undefined && part !== undefined)
    return { column: runColumn(own, configKeys), operator: 'contains', value: part };
  const [, key, sign, value] = comparison.exec(word) ?? [];
  const operator = sign === undefined ? undefined : operators[sign];
  if (key === undefined || operator === undefined || value === undefined) return undefined;
  const column = searchedColumn(key);
  return { column, operator, value: operator === 'contains' ? value : comparable(value, column) };
}

/** A name that is none of ours is another program's: of a curve, or of a key of its configuration. */
function searchedColumn(key: string): RunFilter['column'] {
  const column = runColumn(key, configKeys);
  return column.kind === 'series' ? { kind: 'named', name: column.name } : column;
}

const moments: readonly string[] = ['created', 'started', 'finished'];
const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** Numbers as such, durations (`90`, in seconds, or `5m`) and moments (`2026-11-29`) in ms, everything else as text. */
function comparable(value: string, column: RunFilter['column']): number | string {
  if (column.kind === 'run' && column.key === 'duration') {
    const [, length, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(value) ?? [];
    return length === undefined ? value : Number(length) * (unitMs[unit] ?? 1);
  }
  if (column.kind === 'run' && moments.includes(column.key)) {
    const moment = Date.parse(value);
    return Number.isNaN(moment) ? value : moment;
  }
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
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
