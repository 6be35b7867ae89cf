// The SQL of journal entries: what each kind becomes in the tables, within the transaction of one batch.
import { createHash } from 'node:crypto';
import type { RunId } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import type { Entry, EntryOf } from './entry.ts';
import { predecessors } from './run-state.ts';

export interface AttemptKey {
  readonly runId: RunId;
  readonly attempt: number;
}

/** SHA-256 of a fingerprint, whatever the order of its keys. */
function fingerprintSha256(fingerprint: object): string {
  const sorted = Object.entries(fingerprint).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** Identifies the names of a log call, in their order. */
export const layoutKey = (entry: EntryOf<'values'>): string => JSON.stringify(Object.keys(entry.values));

export interface Batch extends AttemptKey {
  /** Key of the run in the metric tables. */
  readonly runNumber: number;
  readonly client: PoolClient;
}

async function insertValues(
  batch: Batch,
  entries: readonly EntryOf<'values'>[],
  layouts: ReadonlyMap<string, number>,
): Promise<void> {
  await batch.client.query(
    `INSERT INTO metric_hot (run, attempt, seq, step, "time", layout, "values")
     SELECT $1, $2, seq, step, to_timestamp("time" / 1000), layout, row_values::float8[]
     FROM unnest($3::int[], $4::int[], $5::float8[], $6::int[], $7::text[]) AS row (seq, step, "time", layout, row_values)
     ON CONFLICT DO NOTHING`,
    [
      batch.runNumber,
      batch.attempt,
      entries.map((entry) => entry.seq),
      entries.map((entry) => entry.step),
      entries.map((entry) => entry.time),
      entries.map((entry) => layouts.get(layoutKey(entry))),
      entries.map((entry) => `{${Object.values(entry.values).join(',')}}`),
    ],
  );
}

interface Head {
  points: number;
  seq: number;
  step: number;
  value: number | string;
}

async function updateHeads(batch: Batch, entries: readonly EntryOf<'values'>[]): Promise<void> {
  const heads = new Map<string, Head>();
  for (const { seq, step, values } of entries) {
    for (const [name, value] of Object.entries(values)) {
      heads.set(name, { points: (heads.get(name)?.points ?? 0) + 1, seq, step, value });
    }
  }
  const rows = [...heads];
  const names = rows.map(([name]) => name);
  // Numbered in the order in which they are logged: by their numbers, curves are listed.
  await batch.client.query(
    `INSERT INTO series (run_id, name, points, last_attempt, last_seq, last_step, last_value)
     SELECT $1, name, 0, 0, 0, 0, 'NaN' FROM unnest($2::text[]) WITH ORDINALITY AS head (name, position)
     WHERE NOT EXISTS (SELECT FROM series WHERE run_id = $1 AND series.name = head.name) ORDER BY position`,
    [batch.runId, names],
  );
  // An earlier attempt's journal may be sent late: it adds points, but the head stays with the later attempt.
  await batch.client.query(
    `UPDATE series SET
       points = series.points + head.points,
       (last_attempt, last_seq, last_step, last_value) = (
         SELECT attempt, seq, step, value
         FROM (VALUES (series.last_attempt, series.last_seq, series.last_step, series.last_value),
                      ($2::int, head.seq, head.step, head.value)) AS newest (attempt, seq, step, value)
         ORDER BY attempt DESC, seq DESC LIMIT 1)
     FROM unnest($3::text[], $4::int[], $5::int[], $6::int[], $7::float8[]) AS head (name, points, seq, step, value)
     WHERE series.run_id = $1 AND series.name = head.name`,
    [
      batch.runId,
      batch.attempt,
      names,
      rows.map(([, head]) => head.points),
      rows.map(([, head]) => head.seq),
      rows.map(([, head]) => head.step),
      rows.map(([, head]) => head.value),
    ],
  );
}

async function insertMessages(batch: Batch, entries: readonly EntryOf<'message'>[]): Promise<void> {
  await batch.client.query(
    `INSERT INTO log_line (run_id, attempt, seq, line, created_at)
     SELECT $1, $2, seq, line, to_timestamp("time" / 1000)
     FROM unnest($3::int[], $4::text[], $5::float8[]) AS row (seq, line, "time")
     ORDER BY seq ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      entries.map((entry) => entry.seq),
      // PostgreSQL's text holds no NUL.
      entries.map((entry) => entry.line.replaceAll('\0', '')),
      entries.map((entry) => entry.time),
    ],
  );
}

async function insertSample(batch: Batch, { seq, time, sample }: EntryOf<'sample'>): Promise<void> {
  await batch.client.query(
    `INSERT INTO sample (run_id, attempt, seq, key, step, sha256, width, height, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      seq,
      sample.key,
      sample.step,
      sample.sha256,
      sample.width,
      sample.height,
      new Date(time),
    ],
  );
}

async function insertCheckpoint(
  batch: Batch,
  { seq, time, checkpoint }: EntryOf<'checkpoint'>,
): Promise<void> {
  await batch.client.query(
    `INSERT INTO checkpoint (run_id, attempt, seq, step, path, bytes, sha256, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      seq,
      checkpoint.step,
      checkpoint.path,
      checkpoint.bytes,
      checkpoint.sha256,
      new Date(time),
    ],
  );
}

async function insertEvaluation(
  batch: Batch,
  { seq, time, evaluation }: EntryOf<'evaluation'>,
): Promise<void> {
  const { metric, mode, step, mean, fingerprint, tasks } = evaluation;
  await batch.client.query(
    `INSERT INTO evaluation
       (run_id, attempt, seq, metric, mode, feature_set, step, mean, fingerprint, fingerprint_sha256, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      seq,
      metric,
      mode,
      fingerprint.featureSet,
      step,
      mean,
      fingerprint,
      fingerprintSha256(fingerprint),
      new Date(time),
    ],
  );
  await batch.client.query(
    `INSERT INTO evaluation_task (run_id, attempt, seq, position, source, target, value, samples)
     SELECT $1, $2, $3, ordinality - 1, source, target, value, samples
     FROM unnest($4::text[], $5::text[], $6::float8[], $7::int[]) WITH ORDINALITY
       AS task (source, target, value, samples, ordinality)
     ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      seq,
      tasks.map((task) => task.source),
      tasks.map((task) => task.target),
      tasks.map((task) => task.value),
      tasks.map((task) => task.samples),
    ],
  );
}

/** The attempt's last word; it is the run's as well unless a later attempt has begun. */
async function finishAttempt(batch: Batch, { time, state, reason }: EntryOf<'finish'>): Promise<void> {
  const parameters = [batch.runId, batch.attempt, state, reason, new Date(time)];
  await batch.client.query(
    'UPDATE attempt SET state = $3::run_state, reason = $4, ended_at = $5 WHERE run_id = $1 AND number = $2',
    parameters,
  );
  await batch.client.query(
    `UPDATE run SET state = $3::run_state, reason = $4, finished_at = $5
     WHERE id = $1 AND attempt = $2 AND state = ANY ($6::run_state[])`,
    [...parameters, predecessors(state)],
  );
}

export async function insertEntries(
  batch: Batch,
  entries: readonly Entry[],
  layouts: ReadonlyMap<string, number>,
): Promise<void> {
  const values = entries.filter((entry) => entry.kind === 'values');
  if (values.length > 0) {
    await insertValues(batch, values, layouts);
    await updateHeads(batch, values);
  }
  const messages = entries.filter((entry) => entry.kind === 'message');
  if (messages.length > 0) await insertMessages(batch, messages);
  for (const entry of entries) {
    switch (entry.kind) {
      case 'values':
      case 'message':
        break;
      case 'sample':
        await insertSample(batch, entry);
        break;
      case 'checkpoint':
        await insertCheckpoint(batch, entry);
        break;
      case 'evaluation':
        await insertEvaluation(batch, entry);
        break;
      case 'finish':
        await finishAttempt(batch, entry);
        break;
      default:
        entry satisfies never;
    }
  }
  const steps = values.map((entry) => entry.step);
  await batch.client.query(
    `UPDATE attempt SET acknowledged_seq = $3, first_step = least(first_step, $4), last_step = greatest(last_step, $5)
     WHERE run_id = $1 AND number = $2`,
    [
      batch.runId,
      batch.attempt,
      entries.at(-1)?.seq,
      steps.length > 0 ? Math.min(...steps) : null,
      steps.length > 0 ? Math.max(...steps) : null,
    ],
  );
}
