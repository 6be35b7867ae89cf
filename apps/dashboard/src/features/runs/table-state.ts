// What the reader chose to see of the runs, as it stands in the address.
import type { UrlPatch } from '@/ui/url-state.ts';

export const groupings = ['none', 'study', 'configuration', 'config'] as const;
export type Grouping = (typeof groupings)[number];

export const archiveViews = ['without', 'with', 'only'] as const;
export type ArchiveView = (typeof archiveViews)[number];

export interface Sorting {
  /** Id of a column. */
  readonly by: string;
  readonly descending: boolean;
}

export interface TableState {
  readonly search: string;
  /** Id of a study, or '' for all. */
  readonly study: string;
  /** State of a run, or '' for all. */
  readonly state: string;
  readonly archived: ArchiveView;
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  /** Ids of the chosen columns in their order; undefined for the default ones. */
  readonly columns: readonly string[] | undefined;
}

export const defaultSorting: Sorting = { by: 'started', descending: true };

/** The names of curves may hold commas. */
export function writeColumns(ids: readonly string[]): string {
  return ids.map((id) => id.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function readColumns(text: string | null): string[] | undefined {
  return text?.split(',').map((id) => id.replaceAll('%2C', ',').replaceAll('%25', '%'));
}

export function readTableState(parameters: URLSearchParams): TableState {
  const sort = parameters.get('sort');
  return {
    search: parameters.get('q') ?? '',
    study: parameters.get('study') ?? '',
    state: parameters.get('state') ?? '',
    archived: archiveViews.find((view) => view === parameters.get('archived')) ?? 'without',
    grouping: groupings.find((grouping) => grouping === parameters.get('group')) ?? 'none',
    sorting: sort ? { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : defaultSorting,
    columns: readColumns(parameters.get('columns')),
  };
}

/** The address for a change of state; what is as by default stays out of it. */
export function writeTableState(change: Partial<TableState>): UrlPatch {
  const { search, study, state, archived, grouping, sorting } = change;
  return {
    ...(search === undefined ? {} : { q: search }),
    ...(study === undefined ? {} : { study }),
    ...(state === undefined ? {} : { state }),
    ...(archived === undefined ? {} : { archived: archived === 'without' ? '' : archived }),
    ...(grouping === undefined ? {} : { group: grouping === 'none' ? '' : grouping }),
    ...(sorting === undefined ? {} : { sort: writeSorting(sorting) }),
    ...('columns' in change ? { columns: change.columns && writeColumns(change.columns) } : {}),
  };
}

function writeSorting({ by, descending }: Sorting): string {
  const isDefault = by === defaultSorting.by && descending === defaultSorting.descending;
  return isDefault ? '' : `${descending ? '-' : ''}${by}`;
}

/** The part of the address that decides which runs are found and in which order. */
export function searchAddress(state: TableState): string {
  const { search, study, state: runState, archived, sorting } = state;
  const patch = writeTableState({ search, study, state: runState, archived, sorting });
  const wanted = Object.entries(patch).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(wanted).toString();
}

/** A click on a heading sorts by it, largest number first but lowest FID; a second click turns the order round. */
export function nextSorting(current: Sorting, by: string, numeric: boolean): Sorting {
  if (current.by === by) return { by, descending: !current.descending };
  return { by, descending: numeric && !by.startsWith('fid') };
}
