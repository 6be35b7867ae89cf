// Sends what killed processes, or an absent database, left in the journals of a home folder.
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runIdSchema, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { entrySchema } from './entry.ts';
import type { AttemptKey } from './insert-entries.ts';
import { journalFile, journaledAttempts, readJournal, runFolder } from './journal.ts';
import { sendEntries } from './send-entries.ts';

export interface Replay extends AttemptKey {
  /** How many entries the database gained. */
  readonly entries: number;
}

const TAIL_BYTES = 1 << 16;

/** Number of the last whole entry, or undefined where the end of the file alone does not tell. */
async function lastSeq(file: string): Promise<number | undefined> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    const [last] = lines.slice(0, -1).slice(-1);
    // The first line of the tail may lack its beginning.
    if (last === undefined || (lines.length === 2 && start > 0)) return undefined;
    return entrySchema.parse(JSON.parse(last)).seq;
  } finally {
    await handle.close();
  }
}

async function replayJournal(db: Database, home: string, key: AttemptKey): Promise<number> {
  const file = journalFile(home, key.runId, key.attempt);
  const { rows } = await db.pool.query<{ acknowledged_seq: number }>(
    'SELECT acknowledged_seq FROM attempt WHERE run_id = $1 AND number = $2',
    [key.runId, key.attempt],
  );
  const acknowledged = rows[0]?.acknowledged_seq;
  // The run was deleted, or belongs to another database.
  if (acknowledged === undefined) return 0;
  const last = await lastSeq(file);
  if (last !== undefined && last <= acknowledged) return 0;

  const layouts = new Map<string, number>();
  let gained = 0;
  let offset = 0;
  for (;;) {
    const { entries, end } = await readJournal(file, offset);
    if (entries.length === 0) return gained;
    gained += (await sendEntries(db.pool, { ...key, entries, layouts })) ?? 0;
    offset = end;
  }
}

/** Replays the journals of one run. */
export async function replayRun(db: Database, home: string, runId: RunId): Promise<Replay[]> {
  const replays: Replay[] = [];
  for (const attempt of await journaledAttempts(runFolder(home, runId))) {
    const entries = await replayJournal(db, home, { runId, attempt });
    if (entries > 0) replays.push({ runId, attempt, entries });
  }
  return replays;
}

/**
 * Sends every journaled entry that the database lacks. Harmless at any time, also while the runs go on.
 * @returns the attempts that gained something.
 */
export async function replayJournals(db: Database, home: string): Promise<Replay[]> {
  const folders = await readdir(path.join(home, 'runs')).catch(() => []);
  const replays: Replay[] = [];
  for (const folder of folders) {
    const runId = runIdSchema.safeParse(folder);
    if (runId.success) replays.push(...(await replayRun(db, home, runId.data)));
  }
  return replays;
}
