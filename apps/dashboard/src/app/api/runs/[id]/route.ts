// PATCH /api/runs/<id> {"note": "…", "tags": ["paper"]}: what people say about a run. Answers what is stored.
import { runIdSchema } from '@starlab/experiment';
import { runExists, setNote, setTags } from '@starlab/tracking';
import { z } from 'zod';
import { ask } from '@/server/database.ts';
import { checkParameters, readJson, respondAnswer, respondError } from '@/server/respond.ts';

const MOST_TAGS = 50;

const parameters = z.strictObject({ id: runIdSchema });
const annotations = z.strictObject({
  note: z.string().max(20_000, 'at most 20,000 characters').optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(MOST_TAGS, `at most ${MOST_TAGS} tags`).optional(),
});

export async function PATCH(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const checked = checkParameters(parameters, await context.params);
  if (!checked.ok) return checked.response;
  const body = await readJson(request, annotations);
  if (!body.ok) return body.response;
  const { id } = checked.value;
  const { note, tags } = body.value;
  const answer = await ask(async (db) => {
    if (!(await runExists(db, id))) return undefined;
    return {
      ...(tags && { tags: await setTags(db, id, tags) }),
      ...(note !== undefined && { note: await setNote(db, id, note) }),
    };
  });
  if (answer.ok && answer.value === undefined) {
    return respondError(404, `There is no run ${id}.`, 'It may have been deleted.');
  }
  return respondAnswer(answer);
}
