// Removes artifacts that nothing in the database refers to any more.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../database/open-database.ts';

/** A file is kept before the entry that names it arrives: younger ones may still be waiting for theirs. */
const YOUNGEST_MS = 10 * 60_000;

export interface SweptFiles {
  readonly files: number;
  readonly bytes: number;
}

export interface SweepOptions {
  readonly home: string;
  /** Files changed since then are spared. @default ten minutes */
  readonly youngestMs?: number;
}

const folderOf = (home: string): string => path.join(home, 'artifacts');

async function unreferenced(db: Database, names: ReadonlyMap<string, string>): Promise<string[]> {
  const { rows } = await db.pool.query<{ sha256: string }>(
    `SELECT sha256 FROM unnest($1::text[]) AS kept (sha256)
     WHERE NOT EXISTS (SELECT FROM sample WHERE sample.sha256 = kept.sha256)
       AND NOT EXISTS (SELECT FROM run WHERE run.git #>> '{diff,sha256}' = kept.sha256)`,
    [[...names.keys()]],
  );
  return rows.flatMap(({ sha256 }) => names.get(sha256) ?? []);
}

/** Sweeps a folder of the store at a time. */
export async function sweepArtifacts(db: Database, options: SweepOptions): Promise<SweptFiles> {
  const { home, youngestMs = YOUNGEST_MS } = options;
  let files = 0;
  let bytes = 0;
  for (const part of await readdir(folderOf(home)).catch(() => [])) {
    const folder = path.join(folderOf(home), part);
    const names = await readdir(folder).catch(() => []);
    const bySha256 = new Map(names.map((name) => [name.slice(0, 64), name]));
    for (const name of await unreferenced(db, bySha256)) {
      const file = path.join(folder, name);
      const { mtimeMs, size } = await stat(file);
      if (Date.now() - mtimeMs < youngestMs) continue;
      await rm(file, { force: true });
      files += 1;
      bytes += size;
    }
  }
  return { files, bytes };
}
