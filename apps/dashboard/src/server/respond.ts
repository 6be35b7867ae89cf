// How API routes answer: JSON, and for a request that cannot be served a message and a remedy.
import type { z } from 'zod';
import type { Answer } from './database.ts';

export function respondError(status: number, message: string, remedy: string): Response {
  return Response.json({ message, remedy }, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** 200 with the value, or 503 while the database is away. */
export function respondAnswer<T>(answer: Answer<T>): Response {
  if (!answer.ok) return respondError(503, answer.away.message, answer.away.remedy);
  return Response.json(answer.value, { headers: { 'Cache-Control': 'no-store' } });
}

/** The parameters of a request, checked; or the 400 that names what is wrong with them. */
export function checkParameters<S extends z.ZodType>(
  schema: S,
  input: unknown,
  remedy = 'Check the address of the request.',
): { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly response: Response } {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`);
  return {
    ok: false,
    response: respondError(400, `Request not understood. ${faults.join('; ')}`, remedy),
  };
}

/** Where what was sent along does not fit. */
export const BODY_REMEDY = 'Check the body of the request.';

/** Every search parameter once; a repeated or unknown one then fails the schema. */
export function searchParameters(request: Request): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = {};
  const search = new URL(request.url).searchParams;
  for (const key of search.keys()) {
    const values = search.getAll(key);
    parameters[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return parameters;
}

/** So large a request is no action of a page. */
const MOST_BYTES = 1_000_000;

/**
 * The JSON a request carries, checked. A page of another site can send no such content type without being asked first, which
 * this server never answers: actions cannot be forged from elsewhere.
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<ReturnType<typeof checkParameters<S>>> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim() !== 'application/json') {
    const response = respondError(415, 'The request carries no JSON.', 'Send it as application/json.');
    return { ok: false, response };
  }
  const text = await request.text();
  if (text.length > MOST_BYTES) {
    const response = respondError(413, 'The request is too large.', 'Choose fewer runs.');
    return { ok: false, response };
  }
  try {
    return checkParameters(schema, JSON.parse(text), BODY_REMEDY);
  } catch {
    const response = respondError(400, 'The request is no JSON.', 'Check what sends it.');
    return { ok: false, response };
  }
}
