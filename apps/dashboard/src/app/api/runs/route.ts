// GET /api/runs?q=…&sort=…&offset=0&limit=100: a page of the runs an address of the runs page finds.
// POST /api/runs {"action": "tag", "runs": […], "tag": "paper"}: something done to several runs.
import { z } from 'zod';
import { runActionSchema } from '@/features/runs/run-action.ts';
import { runSearch } from '@/features/runs/run-search.ts';
import { readTableState } from '@/features/runs/table-state.ts';
import { ask } from '@/server/database.ts';
import { findRuns } from '@/server/find-runs.ts';
import { checkParameters, readJson, respondAnswer } from '@/server/respond.ts';
import { applyRunAction } from '@/server/run-actions.ts';

const pageSchema = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export async function GET(request: Request): Promise<Response> {
  const search = new URL(request.url).searchParams;
  const page = checkParameters(pageSchema, Object.fromEntries(search));
  if (!page.ok) return page.response;
  return respondAnswer(await ask((db) => findRuns(db, runSearch(readTableState(search), page.value))));
}

export async function POST(request: Request): Promise<Response> {
  const body = await readJson(request, runActionSchema);
  if (!body.ok) return body.response;
  return respondAnswer(await ask((db) => applyRunAction(db, body.value)));
}
