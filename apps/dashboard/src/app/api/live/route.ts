// GET /api/live: changed runs, pushed. GET /api/live?run=<id>&cursor=<cursor>: everything new about one run. While the
// database is away there is no stream, so that no page calls itself live.
import { runIdSchema } from '@starlab/experiment';
import { isReachable } from '@starlab/tracking';
import { z } from 'zod';
import { parseCursor } from '@/features/run/run-update.ts';
import { ask } from '@/server/database.ts';
import { eventStream } from '@/server/event-stream.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';
import { streamRun, streamRuns } from '@/server/run-stream.ts';

const parameters = z.strictObject({
  run: runIdSchema.optional(),
  cursor: z
    .string()
    .optional()
    .transform((text) => (text === undefined ? { attempt: 0, step: 0, line: 0 } : parseCursor(text)))
    .refine((cursor) => cursor !== undefined, 'must be attempt.step.line'),
});

export async function GET(request: Request): Promise<Response> {
  const checked = checkParameters(parameters, searchParameters(request));
  if (!checked.ok) return checked.response;
  const answer = await ask(isReachable);
  if (!answer.ok) return respondAnswer(answer);
  const { run, cursor } = checked.value;
  const resumed = parseCursor(request.headers.get('last-event-id') ?? '');
  const start = resumed ?? cursor;
  if (run === undefined || !start) return eventStream(request, streamRuns);
  return eventStream(request, (sink) => streamRun(run, start, sink));
}
