// What a run says, one journal line each. The journal, not the database, is where it is said first.
import { evaluationSchema, runStateSchema } from '@starlab/experiment';
import { z } from 'zod';
import { jsonNumberSchema } from '../json-number.ts';

const numbered = {
  /** 1, 2, 3, … within an attempt. */
  seq: z.int().min(1),
  /** ms since the epoch. */
  time: z.int(),
};

const sampleRecordSchema = z.strictObject({
  key: z.enum(['latent', 'reference', 'cycle']),
  step: z.int(),
  sha256: z.string(),
  width: z.int(),
  height: z.int(),
});

const checkpointRecordSchema = z.strictObject({
  step: z.int(),
  path: z.string(),
  bytes: z.int(),
  sha256: z.string(),
});

export const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...numbered,
    kind: z.literal('values'),
    step: z.int(),
    values: z.record(z.string(), jsonNumberSchema),
  }),
  z.strictObject({ ...numbered, kind: z.literal('sample'), sample: sampleRecordSchema }),
  z.strictObject({ ...numbered, kind: z.literal('checkpoint'), checkpoint: checkpointRecordSchema }),
  z.strictObject({ ...numbered, kind: z.literal('evaluation'), evaluation: evaluationSchema }),
  z.strictObject({ ...numbered, kind: z.literal('message'), line: z.string() }),
  z.strictObject({
    ...numbered,
    kind: z.literal('finish'),
    state: runStateSchema.exclude(['queued', 'running']),
    reason: z.string().nullable(),
  }),
]);

export type Entry = z.infer<typeof entrySchema>;
export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

type WithoutNumber<E> = E extends unknown ? Omit<E, 'seq' | 'time'> : never;
/** An entry before the journal has numbered and dated it. */
export type NewEntry = WithoutNumber<Entry>;
