// Writes a study, its runs and everything they have logged to one file that another installation reads.
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { StarlabError, type RunId, type StudyId } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import { artifactPath } from '../artifacts/artifact-store.ts';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { sealRun } from '../sealing/seal-run.ts';
import { STUDY_FILE_FORMAT, STUDY_FILE_VERSION, tables, type Line, type Table } from './study-file.ts';

const ROWS_AT_ONCE = 500;

const ofRun = (table: Table): string => `${table}.run_id IN (SELECT id FROM run WHERE study_id = $1)`;
const ofSeries = (table: Table): string =>
  `${table}.series IN (SELECT number FROM series WHERE ${ofRun('series')})`;

/** Which rows of a table are the study's. */
const selections: Readonly<Record<Table, string>> = {
  study: 'study.id = $1',
  run: 'run.study_id = $1',
  attempt: ofRun('attempt'),
  journal: ofRun('journal'),
  series: ofRun('series'),
  metric_chunk: ofSeries('metric_chunk'),
  metric_rollup: ofSeries('metric_rollup'),
  sample: ofRun('sample'),
  checkpoint: ofRun('checkpoint'),
  evaluation: ofRun('evaluation'),
  evaluation_task: ofRun('evaluation_task'),
  log_line: ofRun('log_line'),
};

async function* rowsOf(client: PoolClient, table: Table, studyId: StudyId): AsyncGenerator<Line> {
  await client.query(
    `DECLARE exported NO SCROLL CURSOR FOR SELECT row_to_json(${table}) AS row FROM ${table}
     WHERE ${selections[table]} ${table === 'log_line' ? 'ORDER BY id' : ''}`,
    [studyId],
  );
  for (;;) {
    const { rows } = await client.query<{ row: Record<string, never> }>(
      `FETCH ${ROWS_AT_ONCE} FROM exported`,
    );
    if (rows.length === 0) break;
    for (const { row } of rows) yield { table, row };
  }
  await client.query('CLOSE exported');
}

async function* artifactsOf(client: PoolClient, home: string, studyId: StudyId): AsyncGenerator<Line> {
  const { rows } = await client.query<{ sha256: string }>(
    `SELECT sha256 FROM sample WHERE ${ofRun('sample')}
     UNION SELECT git #>> '{diff,sha256}' FROM run WHERE study_id = $1 AND git #>> '{diff,sha256}' IS NOT NULL`,
    [studyId],
  );
  for (const { sha256 } of rows) {
    const file = await artifactPath(home, sha256);
    // A picture that is gone here is not a reason to lose the rest.
    if (file === undefined) continue;
    const base64 = (await readFile(file)).toString('base64');
    yield { artifact: { sha256, extension: path.extname(file).slice(1), base64 } };
  }
}

async function headerOf(client: PoolClient, studyId: StudyId): Promise<object> {
  const { rows } = await client.query<{ study: string; runs: number; migration: string }>(
    `SELECT name AS study, (SELECT count(*)::int FROM run WHERE study_id = study.id) AS runs,
            (SELECT max(migration_name) FROM _prisma_migrations) AS migration
     FROM study WHERE id = $1`,
    [studyId],
  );
  if (!rows[0]) {
    throw new StarlabError(`Study ${studyId}: not in this database.`, {
      remedy: 'List the studies there are with `starlab study list`.',
    });
  }
  return { format: STUDY_FILE_FORMAT, version: STUDY_FILE_VERSION, ...rows[0] };
}

async function sealAll(db: Database, studyId: StudyId): Promise<void> {
  const { rows } = await db.pool.query<{ id: RunId; name: string; state: string }>(
    'SELECT id, name, state FROM run WHERE study_id = $1',
    [studyId],
  );
  const busy = rows.find(({ state }) => state === 'running');
  if (busy) {
    throw new StarlabError(`Run "${busy.name}" of this study is running.`, {
      remedy: 'Export when it has ended: a run travels whole.',
    });
  }
  for (const { id } of rows) await sealRun(db.pool, id, 'everything');
}

/**
 * Writes the study to `file`, which appears whole or not at all. Checkpoint files stay where they are; their rows go along.
 * @returns the number of lines, for a report.
 * @throws StarlabError if the study is unknown or one of its runs is running.
 */
export async function exportStudy(
  db: Database,
  options: { readonly studyId: StudyId; readonly home: string; readonly file: string },
): Promise<{ readonly rows: number; readonly artifacts: number }> {
  const { studyId, home, file } = options;
  await sealAll(db, studyId);
  const counts = { rows: 0, artifacts: 0 };
  const unfinished = `${file}.unfinished`;
  try {
    await inTransaction(db.pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      async function* lines(): AsyncGenerator<string> {
        yield `${JSON.stringify(await headerOf(client, studyId))}\n`;
        for (const table of tables) {
          for await (const line of rowsOf(client, table, studyId)) {
            counts.rows += 1;
            yield `${JSON.stringify(line)}\n`;
          }
        }
        for await (const line of artifactsOf(client, home, studyId)) {
          counts.artifacts += 1;
          yield `${JSON.stringify(line)}\n`;
        }
        yield `${JSON.stringify({ end: true } satisfies Line)}\n`;
      }
      await pipeline(Readable.from(lines()), createGzip(), createWriteStream(unfinished));
    });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return counts;
}
