// The runs a search finds as far as the browser has them: a sparse list, since thousands are never all in sight.
import type { FoundRuns, RunSummary } from '@starlab/tracking';

/** Runs asked for at once: two screens of them. */
export const PAGE_SIZE = 50;

export interface SearchedRuns extends FoundRuns {
  /** Why there is none, where a name in the search is to blame. */
  readonly hint?: string;
}

export interface FoundList {
  readonly total: number;
  readonly hint: string | undefined;
  /** By position; a position not yet read is left out. */
  readonly rows: ReadonlyMap<number, RunSummary>;
}

export function firstPage(found: SearchedRuns): FoundList {
  return withPage({ total: found.total, hint: found.hint, rows: new Map() }, 0, found);
}

export function withPage(list: FoundList, offset: number, page: SearchedRuns): FoundList {
  const rows = new Map([...list.rows].filter(([index]) => index < page.total));
  for (const [i, run] of page.runs.entries()) rows.set(offset + i, run);
  return { total: page.total, hint: page.hint, rows };
}

/** Offsets of the pages that [from, to) needs and `list` lacks. */
export function missingPages(list: FoundList, from: number, to: number): number[] {
  const offsets: number[] = [];
  const end = Math.min(to, list.total);
  for (let offset = Math.floor(from / PAGE_SIZE) * PAGE_SIZE; offset < end; offset += PAGE_SIZE) {
    const last = Math.min(list.total, offset + PAGE_SIZE) - 1;
    if (!list.rows.has(offset) || !list.rows.has(last)) offsets.push(offset);
  }
  return offsets;
}

/** `list` with a changed run in the place of its older version, if it is there. */
export function withChangedRun(list: FoundList, changed: RunSummary): FoundList {
  const position = [...list.rows].find(([, run]) => run.id === changed.id)?.[0];
  if (position === undefined) return list;
  return { ...list, rows: new Map(list.rows).set(position, changed) };
}
