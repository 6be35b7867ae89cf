// Deletes runs for good: their rows, their folders with checkpoints and journals, and the pictures nobody else refers to.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StarlabError, type RunId, type StudyId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';
import { runFolder } from '../write/journal.ts';
import { sweepArtifacts, type SweepOptions } from './sweep-artifacts.ts';

/** What a deletion has freed. */
export interface Freed {
  /** Runs that are gone. */
  readonly deleted: number;
  /** Runs that stay, since they are being trained. */
  readonly running: number;
  readonly points: number;
  /** Of sealed values; the database gives the room to later runs, and to the disk at the next `starlab db vacuum --full`. */
  readonly databaseBytes: number;
  /** Checkpoints, journals and pictures. */
  readonly fileBytes: number;
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    bytes += await stat(path.join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return bytes;
}

interface DeletedRows {
  readonly ids: readonly RunId[];
  readonly running: number;
  readonly points: number;
  readonly bytes: number;
}

function deleteRows(db: Database, runIds: readonly RunId[]): Promise<DeletedRows> {
  return inTransaction(db.pool, async (client) => {
    const { rows: wanted } = await client.query<{ id: RunId; running: boolean }>(
      `SELECT id, state = 'running' AS running FROM run WHERE id = ANY ($1) FOR UPDATE`,
      [runIds],
    );
    const ids = wanted.filter(({ running }) => !running).map(({ id }) => id);
    const { rows: sizes } = await client.query<{ points: number; bytes: number }>(
      `SELECT coalesce(sum(points), 0)::float8 AS points,
              coalesce(sum((SELECT coalesce(sum(octet_length(body)), 0) FROM metric_chunk WHERE series = number)
                         + (SELECT coalesce(sum(octet_length(body)), 0) FROM metric_rollup WHERE series = number)), 0)::float8
                AS bytes
       FROM series WHERE run_id = ANY ($1)`,
      [ids],
    );
    await client.query('DELETE FROM run WHERE id = ANY ($1) RETURNING pg_notify($2, id::text)', [
      ids,
      RUN_CHANNEL,
    ]);
    const { points = 0, bytes = 0 } = sizes[0] ?? {};
    return { ids, running: wanted.length - ids.length, points, bytes };
  });
}

/** Deletes runs, but for those that are being trained: their processes would go on writing. */
export async function deleteRuns(
  db: Database,
  runIds: readonly RunId[],
  options: SweepOptions,
): Promise<Freed> {
  const { ids, running, points, bytes } = await deleteRows(db, runIds);
  let fileBytes = 0;
  for (const runId of ids) {
    const folder = runFolder(options.home, runId);
    fileBytes += await folderBytes(folder);
    await rm(folder, { recursive: true, force: true });
  }
  const swept = await sweepArtifacts(db, options);
  return { deleted: ids.length, running, points, databaseBytes: bytes, fileBytes: fileBytes + swept.bytes };
}

/** Deletes a study with all its runs. @throws StarlabError if one of them is running; the study and that run then stay. */
export async function deleteStudy(db: Database, studyId: StudyId, options: SweepOptions): Promise<Freed> {
  const { rows } = await db.pool.query<{ id: RunId; name: string; running: boolean }>(
    `SELECT id, name, state = 'running' AS running FROM run WHERE study_id = $1`,
    [studyId],
  );
  const busy = rows.find(({ running }) => running);
  if (busy) {
    throw new StarlabError(`Run "${busy.name}" of this study is running.`, {
      remedy: 'Stop it first; a run whose process is gone counts as crashed after 30 s.',
    });
  }
  const freed = await deleteRuns(
    db,
    rows.map(({ id }) => id),
    options,
  );
  await db.pool.query(
    'DELETE FROM study WHERE id = $1 AND NOT EXISTS (SELECT FROM run WHERE study_id = study.id)',
    [studyId],
  );
  return freed;
}

/** Deletes the sample grids of runs; everything else of them stays. @returns the bytes freed. */
export async function deleteSamples(
  db: Database,
  runIds: readonly RunId[],
  options: SweepOptions,
): Promise<{ readonly samples: number; readonly fileBytes: number }> {
  const { rowCount } = await db.pool.query('DELETE FROM sample WHERE run_id = ANY ($1)', [runIds]);
  for (const runId of runIds) await db.pool.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
  const { bytes } = await sweepArtifacts(db, options);
  return { samples: rowCount ?? 0, fileBytes: bytes };
}
