// GET /api/runs/facets?study=ID: what the runs table can show and be filtered by, and how many runs are in each state.
import { studyIdSchema } from '@starlab/experiment';
import { listRunFacets } from '@starlab/tracking';
import { z } from 'zod';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

/** Left out, or what is no study: of all runs. */
const parameters = z.strictObject({ study: studyIdSchema.optional().catch(undefined) });

export async function GET(request: Request): Promise<Response> {
  const checked = checkParameters(parameters, searchParameters(request));
  if (!checked.ok) return checked.response;
  const { study } = checked.value;
  return respondAnswer(await ask((db) => listRunFacets(db, study === undefined ? {} : { studyId: study })));
}
