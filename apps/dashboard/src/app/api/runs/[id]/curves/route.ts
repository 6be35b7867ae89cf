// GET /api/runs/<id>/curves?buckets=400&from=0&to=1000: the run's curves, no finer than can be drawn.
import { runIdSchema } from '@starlab/experiment';
import { readCurves } from '@starlab/tracking';
import { z } from 'zod';
import { toWireSeries } from '@/features/curves/series.ts';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

const step = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const parameters = z
  .strictObject({
    id: runIdSchema,
    buckets: z.coerce.number().int().min(8).max(4096).default(400),
    from: step.optional(),
    to: step.optional(),
  })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || from <= to,
    '`from` must not exceed `to`',
  );

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const checked = checkParameters(parameters, {
    ...searchParameters(request),
    id: (await context.params).id,
  });
  if (!checked.ok) return checked.response;
  const { id, buckets, from, to } = checked.value;
  const range = {
    ...(from === undefined ? {} : { fromStep: from }),
    ...(to === undefined ? {} : { toStep: to }),
  };
  return respondAnswer(
    await ask(async (db) => (await readCurves(db, { runId: id, buckets, ...range })).map(toWireSeries)),
  );
}
