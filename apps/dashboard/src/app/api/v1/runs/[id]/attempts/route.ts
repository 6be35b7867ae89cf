// POST /api/v1/runs/<id>/attempts: another program goes on with its run.
import { beginExternalAttempt } from '@starlab/tracking';
import { receiveJson, respondTo } from '@/server/api-v1/receive.ts';
import { newAttemptSchema, runPathSchema } from '@/server/api-v1/schemas.ts';
import { checkParameters } from '@/server/respond.ts';

export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const path = checkParameters(runPathSchema, await context.params);
  if (!path.ok) return path.response;
  const received = await receiveJson(request, newAttemptSchema);
  if (!received.ok) return received.response;
  const runId = path.value.id;
  return respondTo(
    async (db) => ({ runId, attempt: await beginExternalAttempt(db, { runId, ...received.value }) }),
    { status: 201 },
  );
}
