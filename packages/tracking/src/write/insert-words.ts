// The SQL of journal entries other than values: what each kind becomes in the tables, within the transaction of one batch.
import type { RunId } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import { fingerprintSha256 } from '../fingerprint-digest.ts';
import type { Entry, EntryOf } from './entry.ts';
import { predecessors } from './run-state.ts';

export interface AttemptKey {
  readonly runId: RunId;
  readonly attempt: number;
}

/** One process of an attempt; 0 is the one that began it. */
export interface JournalKey extends AttemptKey {
  readonly process: number;
}

export interface Batch extends JournalKey {
  readonly client: PoolClient;
}

async function insertMessages(batch: Batch, entries: readonly EntryOf<'message'>[]): Promise<void> {
  await batch.client.query(
    `INSERT INTO log_line (run_id, attempt, process, seq, line, created_at)
     SELECT $1, $2, $3, seq, line, to_timestamp("time" / 1000)
     FROM unnest($4::int[], $5::text[], $6::float8[]) AS row (seq, line, "time")
     ORDER BY seq ON CONFLICT DO NOTHING`,
    [
      batch.runId,
      batch.attempt,
      batch.process,
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
  const { metric, mode, step, mean, fingerprint, tasks, realImages } = evaluation;
  await batch.client.query(
    `INSERT INTO evaluation
       (run_id, attempt, seq, metric, mode, feature_set, step, mean, fingerprint, fingerprint_sha256, real_images,
        created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
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
      realImages ? JSON.stringify(realImages) : null,
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

/** Everything but the values among `entries`. */
export async function insertWords(batch: Batch, entries: readonly Entry[]): Promise<void> {
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
}
