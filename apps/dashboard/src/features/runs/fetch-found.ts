// Asks the server for runs that a search finds: those in sight, or as many as an action needs.
import type { RunSummary } from '@starlab/tracking';
import { PAGE_SIZE, type SearchedRuns } from './found-runs.ts';

/** The most the server gives at once. */
const AT_ONCE = 1_000;

/** @param search the address of the search. @throws Error with the server's reason */
export async function fetchPage(search: string, offset: number, limit = PAGE_SIZE): Promise<SearchedRuns> {
  const parameters = new URLSearchParams(search);
  parameters.set('offset', String(offset));
  parameters.set('limit', String(limit));
  const response = await fetch(`/api/runs?${parameters.toString()}`);
  if (!response.ok) throw new Error(((await response.json()) as { message: string }).message);
  return (await response.json()) as SearchedRuns;
}

/** The runs at the positions [from, to), or as many of them as there are. */
export async function fetchFound(search: string, from: number, to: number): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (let offset = from; offset < to; offset += AT_ONCE) {
    const page = await fetchPage(search, offset, Math.min(AT_ONCE, to - offset));
    runs.push(...page.runs);
    if (page.total <= offset + AT_ONCE) break;
  }
  return runs;
}
