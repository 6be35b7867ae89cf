// GET /api/runs/groups?q=…&group=config&columns=fid.latent.demo,…: the runs an address of the runs page finds, gathered, with
// mean and standard deviation of the columns over their seeds.
import { configKeys } from '@starlab/experiment';
import { groupRuns, runGroupings } from '@starlab/tracking';
import { runColumn } from '@/features/runs/run-column.ts';
import { runSearch } from '@/features/runs/run-search.ts';
import { readTableState } from '@/features/runs/table-state.ts';
import { ask } from '@/server/database.ts';
import { respondAnswer } from '@/server/respond.ts';

/** More are not shown side by side. */
const MOST_COLUMNS = 60;

export async function GET(request: Request): Promise<Response> {
  const state = readTableState(new URL(request.url).searchParams);
  const by = runGroupings.find((grouping) => grouping === state.grouping) ?? 'config';
  const columns = (state.columns ?? []).slice(0, MOST_COLUMNS).map((id) => runColumn(id, configKeys));
  const search = runSearch(state, { offset: 0, limit: 1 });
  return respondAnswer(await ask((db) => groupRuns(db, { search, by, columns })));
}
