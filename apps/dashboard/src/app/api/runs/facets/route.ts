// GET /api/runs/facets: what the runs table can show and be filtered by, and how many runs are in each state.
import { listRunFacets } from '@starlab/tracking';
import { ask } from '@/server/database.ts';
import { respondAnswer } from '@/server/respond.ts';

export async function GET(): Promise<Response> {
  return respondAnswer(await ask((db) => listRunFacets(db)));
}
