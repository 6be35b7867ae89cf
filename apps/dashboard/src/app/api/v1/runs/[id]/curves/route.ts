// GET /api/v1/runs/<id>/curves?format=csv&names=loss: what a run has logged, to the last point.
import { readCurves } from '@starlab/tracking';
import { csv, respondCsv } from '@/server/api-v1/csv.ts';
import { curvesQuerySchema, runPathSchema } from '@/server/api-v1/schemas.ts';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

export async function GET(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const path = checkParameters(runPathSchema, await context.params);
  if (!path.ok) return path.response;
  const query = checkParameters(curvesQuerySchema, searchParameters(request));
  if (!query.ok) return query.response;
  const { format, names, buckets } = query.value;
  const runId = path.value.id;
  const wanted = names === undefined ? {} : { names: names.split(',') };
  const answer = await ask((db) => readCurves(db, { runId, buckets, ...wanted }));
  if (!answer.ok || format === 'json') return respondAnswer(answer);
  const rows = answer.value.flatMap(({ name, points }) =>
    points.map(({ step, time, last, min, max, mean }) => [name, step, time, last, min, max, mean]),
  );
  return respondCsv(csv(['name', 'step', 'time', 'last', 'min', 'max', 'mean'], rows), `${runId}.csv`);
}
