// Reads a study that another installation has written. Ids stay what they are, so that links and fingerprints hold; the small
// numbers that stand for runs and series in this database are given anew.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { StarlabError } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import { putArtifact } from '../artifacts/artifact-store.ts';
import { messageOf } from '../database/connection-error.ts';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { headerSchema, lineSchema, STUDY_FILE_VERSION, type Line, type Table } from './study-file.ts';

type Row = Extract<Line, { table: Table }>['row'];

/** Columns that mean something only in the database they come from. */
const ownNumbers: Partial<Record<Table, string>> = { run: 'number', series: 'number', log_line: 'id' };
const ROWS_AT_ONCE = 200;

function broken(file: string, why: string, cause?: unknown): StarlabError {
  return new StarlabError(`${file}: ${why}.`, {
    remedy: 'Export the study again and copy the file whole. Nothing was imported.',
    cause,
  });
}

async function* linesOf(file: string): AsyncGenerator<unknown> {
  const input = createReadStream(file);
  const unzipped = input.pipe(createGunzip());
  input.once('error', (error) => unzipped.destroy(error));
  try {
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity }))
      yield JSON.parse(line);
    // The reader of lines ends quietly where its stream fails.
    if (unzipped.errored) throw unzipped.errored;
  } catch (cause) {
    throw broken(file, `cannot be read (${messageOf(cause)})`, cause);
  }
}

async function checkHeader(client: PoolClient, file: string, line: unknown): Promise<void> {
  const header = headerSchema.safeParse(line);
  if (!header.success) throw broken(file, 'is not a study that Starlab has exported');
  const { version, migration } = header.data;
  const { rows } = await client.query('SELECT FROM _prisma_migrations WHERE migration_name = $1', [
    migration,
  ]);
  if (version > STUDY_FILE_VERSION || rows.length === 0) {
    throw new StarlabError(`${file}: written by a later version of Starlab (${migration}).`, {
      remedy: 'Update Starlab here to that version or a later one.',
    });
  }
}

async function checkFree(client: PoolClient, study: Row, name: string): Promise<void> {
  const { rows } = await client.query<{ name: string; id: string }>(
    'SELECT id, name FROM study WHERE id = $1 OR name = $2',
    [study['id'], name],
  );
  const [present] = rows;
  if (!present) return;
  throw present.id === study['id']
    ? new StarlabError(`Study "${present.name}" is in this database already.`, {
        remedy: 'Delete it first to import it again: `starlab db delete STUDY`.',
      })
    : new StarlabError(`Another study here is called "${name}".`, {
        remedy: 'Give the imported one a name of its own: `--as NAME`.',
      });
}

async function checkNewRun(client: PoolClient, run: Row): Promise<void> {
  const { rows } = await client.query<{ study: string }>(
    'SELECT study.name AS study FROM run JOIN study ON study.id = study_id WHERE run.id = $1',
    [run['id']],
  );
  if (!rows[0]) return;
  throw new StarlabError(
    `Run "${String(run['name'])}" is in this database already, in study "${rows[0].study}".`,
    {
      remedy: 'Delete it first to import it again: `starlab runs delete`.',
    },
  );
}

class Importer {
  readonly #client: PoolClient;
  readonly #series = new Map<number, number>();
  #table: Table = 'study';
  #rows: Row[] = [];

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async add(table: Table, row: Row): Promise<void> {
    if (table !== this.#table || this.#rows.length === ROWS_AT_ONCE) await this.flush();
    this.#table = table;
    this.#rows.push(row);
  }

  /** The rows of one table; the column of a number of our own is left to its default. */
  async flush(): Promise<void> {
    const [first] = this.#rows;
    if (!first) return;
    const table = this.#table;
    const rows = this.#rows.map((row) => this.#translated(table, row));
    this.#rows = [];
    const columns = Object.keys(first)
      .filter((column) => column !== ownNumbers[table])
      .map((column) => this.#client.escapeIdentifier(column));
    const list = columns.join(', ');
    const { rows: inserted } = await this.#client.query<{ run_id: string; name: string; number: number }>(
      `INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1)
       ${table === 'series' ? 'RETURNING run_id, name, number' : ''}`,
      [JSON.stringify(rows)],
    );
    if (table !== 'series') return;
    const numbers = new Map(inserted.map(({ run_id, name, number }) => [`${run_id} ${name}`, number]));
    for (const row of rows) {
      const number = numbers.get(`${String(row['run_id'])} ${String(row['name'])}`);
      if (number !== undefined) this.#series.set(Number(row['number']), number);
    }
  }

  #translated(table: Table, row: Row): Row {
    if (table === 'metric_chunk' || table === 'metric_rollup') {
      return { ...row, series: this.#series.get(Number(row['series'])) ?? null };
    }
    // Workers stay where they are.
    return table === 'attempt' ? { ...row, worker_id: null } : row;
  }
}

async function importArtifact(
  home: string,
  file: string,
  { sha256, extension, base64 }: Extract<Line, { artifact: object }>['artifact'],
): Promise<void> {
  const bytes = Buffer.from(base64, 'base64');
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw broken(file, `artifact ${sha256} is damaged`);
  await putArtifact(home, bytes, extension);
}

/**
 * Imports a study as a whole or not at all; artifacts of a failed import are swept by the next vacuum.
 * @param options.name instead of the name it has.
 * @throws StarlabError if the file is damaged or of a later version, or the study, a run of it, or its name is here already.
 */
export async function importStudy(
  db: Database,
  options: { readonly file: string; readonly home: string; readonly name?: string | undefined },
): Promise<{ readonly study: string; readonly rows: number; readonly artifacts: number }> {
  const { file, home } = options;
  const counts = { study: '', rows: 0, artifacts: 0 };
  await inTransaction(db.pool, async (client) => {
    const importer = new Importer(client);
    let ended = false;
    let isHeader = true;
    for await (const json of linesOf(file)) {
      if (isHeader) {
        await checkHeader(client, file, json);
        isHeader = false;
        continue;
      }
      const parsed = lineSchema.safeParse(json);
      if (!parsed.success) throw broken(file, `holds what is neither a row nor an artifact`, parsed.error);
      const line = parsed.data;
      if ('end' in line) ended = true;
      else if ('artifact' in line) {
        counts.artifacts += 1;
        await importArtifact(home, file, line.artifact);
      } else {
        let { row } = line;
        if (line.table === 'study') {
          counts.study = options.name ?? String(row['name']);
          await checkFree(client, row, counts.study);
          row = { ...row, name: counts.study };
        }
        if (line.table === 'run') await checkNewRun(client, row);
        counts.rows += 1;
        await importer.add(line.table, row);
      }
    }
    if (!ended) throw broken(file, 'ends too early');
    await importer.flush();
  });
  return counts;
}
