// GET /api/curves?runs=<id>,<id>&buckets=400&from=0&to=1000: curves of several runs, no finer than can be
// drawn, as bytes (features/curves/curve-bytes.ts). Other programs have /api/v1/runs/<id>/curves.
import { runIdSchema } from '@starlab/experiment';
import { readCurvesOfRuns } from '@starlab/tracking';
import { z } from 'zod';
import { encodeCurves } from '@/features/curves/curve-bytes.ts';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

/** More lines than that nobody tells apart. */
const MOST_RUNS = 50;

const step = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const parameters = z
  .strictObject({
    runs: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(runIdSchema).max(MOST_RUNS, `at most ${MOST_RUNS} runs`)),
    /** Names of series; left out, every one. */
    names: z
      .string()
      .transform((text) => text.split(','))
      .optional(),
    buckets: z.coerce.number().int().min(8).max(4096).default(400),
    from: step.optional(),
    to: step.optional(),
  })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || from <= to,
    '`from` must not exceed `to`',
  );

export async function GET(request: Request): Promise<Response> {
  const checked = checkParameters(parameters, searchParameters(request));
  if (!checked.ok) return checked.response;
  const { runs, names, buckets, from, to } = checked.value;
  const question = {
    buckets,
    ...(names === undefined ? {} : { names }),
    ...(from === undefined ? {} : { fromStep: from }),
    ...(to === undefined ? {} : { toStep: to }),
  };
  const answer = await ask((db) => readCurvesOfRuns(db, { runIds: runs, ...question }));
  if (!answer.ok) return respondAnswer(answer);
  const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' };
  return new Response(encodeCurves(answer.value), { headers });
}
