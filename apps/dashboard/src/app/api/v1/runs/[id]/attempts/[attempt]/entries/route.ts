// POST /api/v1/runs/<id>/attempts/<n>/entries: what another program says about its run.
import { ingestEntries } from '@starlab/tracking';
import { receiveJson, respondTo } from '@/server/api-v1/receive.ts';
import { attemptPathSchema, entriesSchema } from '@/server/api-v1/schemas.ts';
import { checkParameters } from '@/server/respond.ts';

export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const path = checkParameters(attemptPathSchema, await context.params);
  if (!path.ok) return path.response;
  const received = await receiveJson(request, entriesSchema);
  if (!received.ok) return received.response;
  const { id: runId, attempt } = path.value;
  return respondTo((db) => ingestEntries(db, { runId, attempt, ...received.value }));
}
