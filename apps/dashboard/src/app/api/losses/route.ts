// GET /api/losses?runs=<id>,<id>&step=1000&window=100: each run's series, averaged over the iterations up to a step.
import { runIdSchema } from '@starlab/experiment';
import { lossesAt, MAX_LOSS_WINDOW } from '@starlab/tracking';
import { z } from 'zod';
import { MAX_COMPARED } from '@/features/compare/compare-address.ts';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

const parameters = z.strictObject({
  runs: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(runIdSchema).max(MAX_COMPARED, `at most ${MAX_COMPARED} runs`)),
  step: z.coerce.number().int().min(0).max(0x7fffffff),
  window: z.coerce.number().int().min(1).max(MAX_LOSS_WINDOW),
});

export async function GET(request: Request): Promise<Response> {
  const checked = checkParameters(parameters, searchParameters(request));
  if (!checked.ok) return checked.response;
  const { runs: runIds, step, window } = checked.value;
  return respondAnswer(await ask((db) => lossesAt(db, { runIds, step, window })));
}
