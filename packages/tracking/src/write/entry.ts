// What a run says. The journal, not the database, is where it is said first.
import { evaluationSchema, runStateSchema, sampleKeySchema } from '@starlab/experiment';
import { z } from 'zod';

const numbered = {
  /** 1, 2, 3, … within a journal. */
  seq: z.int().min(1),
  /** ms since the epoch. */
  time: z.int(),
};

const sampleRecordSchema = z.strictObject({
  key: sampleKeySchema,
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

/** Everything but values. */
export const wordSchema = z.discriminatedUnion('kind', [
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
type Word = z.infer<typeof wordSchema>;

/** One log call. */
export interface ValuesEntry {
  readonly kind: 'values';
  readonly seq: number;
  readonly time: number;
  readonly step: number;
  /** In the order of `values`; entries with the same names share one array where they can. */
  readonly names: readonly string[];
  readonly values: ArrayLike<number>;
}

export type Entry = Word | ValuesEntry;
export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

type WithoutNumber<E> = E extends unknown ? Omit<E, 'seq' | 'time'> : never;
/** A word before the journal has numbered and dated it. */
export type NewWord = WithoutNumber<Word>;
