// How the HTTP API takes a request in: of a known type and bounded size. Who may send one at all, src/proxy.ts decides.
import { StarlabError } from '@starlab/experiment';
import { EntryGapError, type Database } from '@starlab/tracking';
import type { z } from 'zod';
import { ask } from '@/server/database.ts';
import { BODY_REMEDY, checkParameters, respondError } from '@/server/respond.ts';

/** Below what Next keeps of a body that its proxy has seen. */
const MOST_BYTES = 8 * 2 ** 20;

type Received<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: Response };

const refused = (status: number, message: string, remedy: string): Received<never> => ({
  ok: false,
  response: respondError(status, message, remedy),
});

/** The body, of a type that a page of another site cannot send without being asked for leave. */
async function receiveBytes(request: Request, type: string): Promise<Received<Buffer>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim() !== type) {
    return refused(415, `The body must be ${type}.`, `Send it with the header Content-Type: ${type}.`);
  }
  const tooLarge = refused(413, 'The body is too large.', `Send at most ${MOST_BYTES} bytes at once.`);
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return tooLarge;
  const bytes = Buffer.from(await request.arrayBuffer());
  return bytes.length > MOST_BYTES ? tooLarge : { ok: true, value: bytes };
}

export const receivePng = (request: Request): Promise<Received<Buffer>> => receiveBytes(request, 'image/png');

/** A JSON body that fits the schema. */
export async function receiveJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<Received<z.output<S>>> {
  const received = await receiveBytes(request, 'application/json');
  if (!received.ok) return received;
  let input: unknown;
  try {
    input = JSON.parse(received.value.toString('utf8'));
  } catch {
    return refused(400, 'The body is not JSON.', 'NaN and the infinities are strings: "NaN".');
  }
  return checkParameters(schema, input, `${BODY_REMEDY} /api/v1/openapi.json says what it holds.`);
}

/** Runs `work`; a mistake of the sender's is 404, or 409 with the last number stored, a database that is away 503. */
export async function respondTo<T>(
  work: (db: Database) => Promise<T>,
  { status = 200 }: { readonly status?: number } = {},
): Promise<Response> {
  const answer = await ask(async (db): Promise<Response> => {
    try {
      return Response.json(await work(db), { status, headers: { 'Cache-Control': 'no-store' } });
    } catch (error) {
      if (error instanceof EntryGapError) {
        const { message, remedy, acknowledged } = error;
        return Response.json({ message, remedy, acknowledged }, { status: 409 });
      }
      if (error instanceof StarlabError) return respondError(404, error.message, error.remedy);
      throw error;
    }
  });
  return answer.ok ? answer.value : respondError(503, answer.away.message, answer.away.remedy);
}
