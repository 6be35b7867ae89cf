// From all runs to the rows shown: filtered, sorted, grouped. Pure, so that live news only replace the input.
import type { RunSummary } from '@starlab/tracking';
import type { Cell, Column } from './columns.ts';
import { matchesSearch } from './search.ts';
import type { Grouping, TableState } from './table-state.ts';

export interface RunGroup {
  /** '' for the only group of an ungrouped table. */
  readonly key: string;
  readonly title: string;
  readonly runs: readonly RunSummary[];
}

function filterRuns(runs: readonly RunSummary[], state: TableState): RunSummary[] {
  return runs.filter(
    (run) =>
      (state.study === '' || run.studyId === state.study) &&
      (state.state === '' || run.state === state.state) &&
      matchesSearch(run, state.search),
  );
}

/** Numbers by size, text by the alphabet; NaN after every number and undefined after everything, whichever the order. */
export function compareCells(a: Cell, b: Cell, descending: boolean): number {
  const order = descending ? -1 : 1;
  const missing = Number(isMissing(a)) - Number(isMissing(b));
  if (missing !== 0 || isMissing(a)) return missing;
  if (typeof a === 'number' && typeof b === 'number') return order * (a - b);
  return order * String(a).localeCompare(String(b), 'en', { numeric: true });
}

function isMissing(cell: Cell): boolean {
  return cell === undefined || Number.isNaN(cell);
}

const fixedValues: Readonly<Record<string, (run: RunSummary) => Cell>> = {
  name: (run) => run.name,
  state: (run) => run.state,
  configuration: (run) => run.configuration,
  progress: (run) => run.step / run.iterations,
};

function sortRuns(runs: readonly RunSummary[], state: TableState, columns: readonly Column[]): RunSummary[] {
  const { by, descending } = state.sorting;
  const value = fixedValues[by] ?? columns.find((column) => column.id === by)?.value;
  if (!value) return [...runs];
  return [...runs].sort((a, b) => compareCells(value(a), value(b), descending));
}

const groupKeys: Readonly<
  Record<Exclude<Grouping, 'none'>, (run: RunSummary) => { key: string; title: string }>
> = {
  study: (run) => ({ key: run.studyId, title: run.studyName }),
  configuration: (run) => ({ key: run.configuration, title: `Configuration ${run.configuration}` }),
};

function groupRuns(runs: readonly RunSummary[], grouping: Grouping): RunGroup[] {
  if (grouping === 'none') return [{ key: '', title: '', runs }];
  const groups = new Map<string, { key: string; title: string; runs: RunSummary[] }>();
  for (const run of runs) {
    const { key, title } = groupKeys[grouping](run);
    const group = groups.get(key) ?? { key, title, runs: [] };
    group.runs.push(run);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
}

export function tableRows(
  runs: readonly RunSummary[],
  state: TableState,
  columns: readonly Column[],
): RunGroup[] {
  return groupRuns(sortRuns(filterRuns(runs, state), state, columns), state.grouping);
}

/** The runs with `changed` put in the place of its older version, or in front if it is new. */
export function withChangedRun(runs: readonly RunSummary[], changed: RunSummary): RunSummary[] {
  const index = runs.findIndex((run) => run.id === changed.id);
  return index < 0 ? [changed, ...runs] : runs.with(index, changed);
}

/** How many runs are in each state, in the order of a run's life. */
export function countStates(runs: readonly RunSummary[]): { state: RunSummary['state']; count: number }[] {
  const states = ['running', 'queued', 'finished', 'failed', 'crashed', 'killed'] as const;
  return states
    .map((state) => ({ state, count: runs.filter((run) => run.state === state).length }))
    .filter(({ count }) => count > 0);
}
