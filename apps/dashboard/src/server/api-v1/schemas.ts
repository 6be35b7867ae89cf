// What goes over the wire of the HTTP API, and nothing else: the routes check by these, the OpenAPI document is made of them.
import { runIdSchema, runStateSchema, studyIdSchema } from '@starlab/experiment';
import { ingestedEntrySchema } from '@starlab/tracking';
import { z } from 'zod';

const name = z.string().trim().min(1).max(200);

export const newRunSchema = z.strictObject({
  study: name.describe('the runs it is compared with; made if there is none of this name'),
  name,
  method: name.default('external').describe('what trains, in your own words'),
  config: z
    .record(z.string(), z.json())
    .default({})
    .describe('of any shape; shown flat, as optimizer.lr. `iterations`, if there, is how many it will do'),
  seed: z.int().min(0).max(0xffffffff).optional().describe('left out: `seed` of the config, or 0'),
  dataset: z.string().max(1000).default('').describe('where its pictures are, in your own words'),
  command: z.string().max(10_000).default(''),
  environment: z.record(z.string(), z.json()).default({}).describe('versions and hardware'),
  git: z.strictObject({ commit: z.string(), dirty: z.boolean() }).nullable().default(null),
  host: name.default('unknown'),
  pid: z.int().min(0).default(0),
});

export const newAttemptSchema = z.strictObject({
  host: name.default('unknown'),
  pid: z.int().min(0).default(0),
});

export const attemptSchema = z.strictObject({
  runId: runIdSchema,
  attempt: z.int().min(1).describe('the number under which this process logs'),
});

const MOST_ENTRIES = 10_000;
export const entriesSchema = z.strictObject({
  entries: z
    .array(ingestedEntrySchema)
    .max(MOST_ENTRIES)
    .describe('in the order of seq; none: a sign of life'),
});

export const acknowledgementSchema = z.strictObject({
  acknowledged: z.int().describe('everything up to this seq is stored'),
});

export const attemptPathSchema = z.strictObject({
  id: runIdSchema,
  attempt: z.coerce.number<string>().int().min(1),
});
export const runPathSchema = z.strictObject({ id: runIdSchema });

export const imageQuerySchema = z.strictObject({
  seq: z.coerce.number<string>().int().min(1).describe('its number among the entries'),
  step: z.coerce.number<string>().int().min(0).max(0x7fffffff),
});

const format = z.enum(['json', 'csv']).default('json');
export const runsQuerySchema = z.strictObject({ format, study: studyIdSchema.optional() });
export const curvesQuerySchema = z.strictObject({
  format,
  names: z.string().optional().describe('series, separated by commas; all when left out'),
  buckets: z.coerce
    .number<string>()
    .int()
    .min(1)
    .max(1e9)
    .default(1e9)
    .describe('most points a curve may have; every point when left out'),
});

const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export const curvesSchema = z.array(
  z.strictObject({
    name: z.string(),
    resolution: z.int().describe('steps a point stands for'),
    points: z.array(
      z.strictObject({
        step: z.int(),
        time: z.number().describe('ms since the epoch'),
        min: number,
        max: number,
        mean: number,
        last: number,
      }),
    ),
  }),
);

export const runsSchema = z.array(
  z.looseObject({
    id: runIdSchema,
    name: z.string(),
    studyName: z.string(),
    kind: z.enum(['starlab', 'external']),
    method: z.string(),
    seed: z.int(),
    state: runStateSchema,
    step: z.int(),
    config: z.record(z.string(), z.json()),
    heads: z.record(z.string(), number).describe('last value of every series'),
  }),
);

export const faultSchema = z.strictObject({
  message: z.string(),
  remedy: z.string(),
  acknowledged: z.int().optional().describe('with 409: the last seq that is stored'),
});
