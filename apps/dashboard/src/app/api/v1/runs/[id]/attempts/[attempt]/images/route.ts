// POST /api/v1/runs/<id>/attempts/<n>/images?seq=7&step=1000: a picture of another program's run, as PNG.
import { ingestSample, putArtifact } from '@starlab/tracking';
import { pngSize } from '@/server/api-v1/png-size.ts';
import { receivePng, respondTo } from '@/server/api-v1/receive.ts';
import { attemptPathSchema, imageQuerySchema } from '@/server/api-v1/schemas.ts';
import { starlabHome } from '@/server/database.ts';
import { checkParameters, respondError, searchParameters } from '@/server/respond.ts';

export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const path = checkParameters(attemptPathSchema, await context.params);
  if (!path.ok) return path.response;
  const query = checkParameters(imageQuerySchema, searchParameters(request));
  if (!query.ok) return query.response;
  const received = await receivePng(request);
  if (!received.ok) return received.response;
  const size = pngSize(received.value);
  if (!size) return respondError(400, 'The body is not a PNG.', 'Encode the picture as PNG.');
  const { id: runId, attempt } = path.value;
  const { seq, step } = query.value;
  return respondTo(async (db) => {
    const sha256 = await putArtifact(starlabHome(), received.value, 'png');
    return ingestSample(db, { runId, attempt, seq, sample: { key: 'image', step, sha256, ...size } });
  });
}
