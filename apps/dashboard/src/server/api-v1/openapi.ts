// The OpenAPI 3.1 document of the HTTP API, made of the schemas its routes check by.
import { z } from 'zod';
import {
  acknowledgementSchema,
  attemptPathSchema,
  attemptSchema,
  curvesQuerySchema,
  curvesSchema,
  entriesSchema,
  faultSchema,
  imageQuerySchema,
  newAttemptSchema,
  newRunSchema,
  runPathSchema,
  runsQuerySchema,
  runsSchema,
} from './schemas.ts';

interface Operation {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly inPath?: z.ZodObject;
  readonly inQuery?: z.ZodObject;
  readonly body?: { readonly type: 'application/json' | 'image/png'; readonly schema?: z.ZodType };
  readonly answer: { readonly status: 200 | 201; readonly schema: z.ZodType; readonly csv?: boolean };
}

const ATTEMPT = '/api/v1/runs/{id}/attempts/{attempt}';
const acknowledged = { status: 200, schema: acknowledgementSchema } as const;

const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/v1/runs',
    summary: 'Create a run and begin its first attempt',
    body: { type: 'application/json', schema: newRunSchema },
    answer: { status: 201, schema: attemptSchema },
  },
  {
    method: 'post',
    path: '/api/v1/runs/{id}/attempts',
    summary: 'Go on with a run: begin its next attempt. Where it logs a step again, the later attempt counts',
    inPath: runPathSchema,
    body: { type: 'application/json', schema: newAttemptSchema },
    answer: { status: 201, schema: attemptSchema },
  },
  {
    method: 'post',
    path: `${ATTEMPT}/entries`,
    summary:
      'Log a batch: values, lines of text, the end. What is stored already is passed over, so send again when in doubt; at least every 30 s, or the run counts as crashed until the next batch',
    inPath: attemptPathSchema,
    body: { type: 'application/json', schema: entriesSchema },
    answer: acknowledged,
  },
  {
    method: 'post',
    path: `${ATTEMPT}/images`,
    summary: 'Store a picture; of several at one step the last is shown',
    inPath: attemptPathSchema,
    inQuery: imageQuerySchema,
    body: { type: 'image/png' },
    answer: acknowledged,
  },
  {
    method: 'get',
    path: '/api/v1/runs',
    summary: 'All runs, or those of a study',
    inQuery: runsQuerySchema,
    answer: { status: 200, schema: runsSchema, csv: true },
  },
  {
    method: 'get',
    path: '/api/v1/runs/{id}/curves',
    summary: 'What a run has logged',
    inPath: runPathSchema,
    inQuery: curvesQuerySchema,
    answer: { status: 200, schema: curvesSchema, csv: true },
  },
];

type Side = 'input' | 'output';
const jsonSchema = (schema: z.ZodType, io: Side) => z.toJSONSchema(schema, { io, target: 'draft-2020-12' });

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    // What comes as text means the number it spells.
    schema: jsonSchema(field, 'output'),
  }));
}

function content({ schema, csv }: { schema: z.ZodType; csv?: boolean }) {
  return {
    'application/json': { schema: jsonSchema(schema, 'output') },
    ...(csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
  };
}

const fault = (description: string) => ({ description, content: content({ schema: faultSchema }) });

function describeOperation({ summary, inPath, inQuery, body, answer }: Operation) {
  return {
    summary,
    parameters: [...parameters(inPath, 'path'), ...parameters(inQuery, 'query')],
    ...(body && {
      requestBody: {
        required: true,
        content: {
          [body.type]: {
            schema: body.schema ? jsonSchema(body.schema, 'input') : { type: 'string', format: 'binary' },
          },
        },
      },
    }),
    responses: {
      [answer.status]: { description: 'Done', content: content(answer) },
      400: fault('The request is not understood'),
      404: fault('There is no such run or attempt, or it is none that may be logged to'),
      409: fault('Entries before these are missing: send them again'),
      503: fault('The database is away'),
    },
  };
}

/** @param origin where it is served, e.g. `http://127.0.0.1:3000`. */
export function openApiDocument(origin: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describeOperation(operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Starlab',
      version: '1',
      description:
        'Log a training run from any program, and read what was logged. On another machine than this, send the token of `starlab token` as a bearer.',
    },
    servers: [{ url: origin }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { token: [] }],
    paths,
  };
}
