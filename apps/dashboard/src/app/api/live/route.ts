// GET /api/live: changed runs, pushed. GET /api/live?run=<id>&cursor=<cursor>: everything new about one run.
import { runIdSchema } from '@starlab/experiment';
import { z } from 'zod';
import { parseCursor } from '@/features/run/run-update.ts';
import { eventStream } from '@/server/event-stream.ts';
import { checkParameters, searchParameters } from '@/server/respond.ts';
import { streamRun, streamRuns } from '@/server/run-stream.ts';

const parameters = z.strictObject({
  run: runIdSchema.optional(),
  cursor: z
    .string()
    .optional()
    .transform((text) => (text === undefined ? { attempt: 0, step: 0, line: 0 } : parseCursor(text)))
    .refine((cursor) => cursor !== undefined, 'must be attempt.step.line'),
});

export function GET(request: Request): Response {
  const checked = checkParameters(parameters, searchParameters(request));
  if (!checked.ok) return checked.response;
  const { run, cursor } = checked.value;
  const resumed = parseCursor(request.headers.get('last-event-id') ?? '');
  const start = resumed ?? cursor;
  if (run === undefined || !start) return eventStream(request, streamRuns);
  return eventStream(request, (sink) => streamRun(run, start, sink));
}
