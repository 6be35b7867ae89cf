// What another program says about its run, by the same way into the tables as Starlab's own journals. Its entries are numbered
// 1, 2, 3, … within an attempt, so that it may send again whatever it is not sure about.
import { runStateSchema, StarlabError, type SampleRecord } from '@starlab/experiment';
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import { jsonNumberSchema } from '../json-number.ts';
import type { Entry } from '../write/entry.ts';
import { beat } from '../write/heartbeat.ts';
import type { AttemptKey } from '../write/insert-words.ts';
import { SenderMemory } from '../write/store-values.ts';
import { sendEntries } from '../write/send-entries.ts';

const LAST_STEP = 0x7fffffff;

const numbered = {
  seq: z.int().min(1).describe('1, 2, 3, … within the attempt'),
  time: z.int().optional().describe('ms since the epoch; now when left out'),
};

/** One thing a program says. */
export const ingestedEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...numbered,
    kind: z.literal('values'),
    step: z.int().min(0).max(LAST_STEP),
    values: z
      .record(z.string().min(1).max(200), jsonNumberSchema)
      .describe('numbers by name; NaN and the infinities as the strings NaN, Infinity, -Infinity'),
  }),
  z.strictObject({ ...numbered, kind: z.literal('message'), line: z.string().max(100_000) }),
  z.strictObject({
    ...numbered,
    kind: z.literal('finish'),
    state: runStateSchema.extract(['finished', 'failed', 'killed']),
    reason: z.string().max(10_000).nullable().default(null),
  }),
]);
export type IngestedEntry = z.infer<typeof ingestedEntrySchema>;

export interface Acknowledgement {
  /** Everything up to this number is in the database. */
  readonly acknowledged: number;
}

/** What was said leaves a gap after what is known. */
export class EntryGapError extends StarlabError {
  override readonly name = 'EntryGapError';
  readonly acknowledged: number;

  constructor(first: number, acknowledged: number) {
    super(`Entry ${first} came, but the last one known is ${acknowledged}.`, {
      remedy: `Send again from entry ${acknowledged + 1} on.`,
    });
    this.acknowledged = acknowledged;
  }
}

/** Dated, and values as their journal has them; equal sets of names share one array. */
function toEntries(entries: readonly IngestedEntry[]): Entry[] {
  const now = Date.now();
  const known = new Map<string, readonly string[]>();
  return entries.map((entry): Entry => {
    const time = entry.time ?? now;
    if (entry.kind !== 'values') return { ...entry, time };
    const { kind, seq, step, values } = entry;
    const names = Object.keys(values);
    const key = JSON.stringify(names);
    const shared = known.get(key) ?? names;
    known.set(key, shared);
    // The names of NaN and the infinities are what Number understands.
    return { kind, seq, time, step, names: shared, values: Object.values(values).map(Number) };
  });
}

async function acknowledgedSeq(db: Database, { runId, attempt }: AttemptKey): Promise<number> {
  const { rows } = await db.pool.query<{ acknowledged_seq: number; kind: string }>(
    `SELECT journal.acknowledged_seq, run.kind FROM journal JOIN run ON run.id = journal.run_id
     WHERE journal.run_id = $1 AND journal.attempt = $2 AND journal.process = 0`,
    [runId, attempt],
  );
  const [row] = rows;
  if (row?.kind === 'external') return row.acknowledged_seq;
  throw new StarlabError(`Attempt ${attempt} of run ${runId}: not one that another program has begun.`, {
    remedy: 'Begin an attempt first, and log to that.',
  });
}

async function ingest(db: Database, key: AttemptKey, entries: readonly Entry[]): Promise<Acknowledgement> {
  const known = await acknowledgedSeq(db, key);
  const [first] = entries;
  if (first && first.seq > known + 1) throw new EntryGapError(first.seq, known);
  if (entries.length > 0) {
    const outcome = await sendEntries(db.pool, { ...key, process: 0, entries, memory: new SenderMemory() });
    if (outcome.kind === 'behind') throw new EntryGapError(entries[0]?.seq ?? 0, outcome.acknowledged);
  }
  if (entries.at(-1)?.kind !== 'finish') await beat(db, key);
  return { acknowledged: Math.max(known, entries.at(-1)?.seq ?? 0) };
}

/**
 * Takes in a batch; entries that are in already are passed over. An empty batch is a sign of life.
 * @throws StarlabError if the attempt is unknown, or the numbers are not consecutive; EntryGapError if earlier ones are missing.
 */
export function ingestEntries(
  db: Database,
  { entries, ...key }: AttemptKey & { readonly entries: readonly IngestedEntry[] },
): Promise<Acknowledgement> {
  const broken = entries.find(({ seq }, i) => i > 0 && seq !== (entries[i - 1]?.seq ?? 0) + 1);
  if (broken) {
    throw new StarlabError(`Entry ${broken.seq} does not follow the one before it.`, {
      remedy: 'Number the entries of a batch one after another.',
    });
  }
  return ingest(db, key, toEntries(entries));
}

/** Takes in a picture that is in the artifact store already. @throws StarlabError as `ingestEntries` does. */
export function ingestSample(
  db: Database,
  { seq, sample, ...key }: AttemptKey & { readonly seq: number; readonly sample: SampleRecord },
): Promise<Acknowledgement> {
  return ingest(db, key, [{ kind: 'sample', seq, time: Date.now(), sample }]);
}
