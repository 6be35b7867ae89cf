// Sends what killed processes, or an absent database, left in the journals of a home folder.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { runIdSchema, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { JournalKey } from './insert-words.ts';
import { SenderMemory } from './store-values.ts';
import { JournalReader, journalFile, journalsIn, runFolder } from './journal.ts';
import { sendEntries } from './send-entries.ts';

export interface Replay extends JournalKey {
  /** How many entries the database gained. */
  readonly entries: number;
}

async function sendJournal(db: Database, file: string, key: JournalKey): Promise<number> {
  const reader = new JournalReader(file);
  const memory = new SenderMemory();
  let gained = 0;
  try {
    for (;;) {
      const entries = await reader.read();
      if (entries.length === 0) return gained;
      const outcome = await sendEntries(db.pool, { ...key, entries, endByte: reader.offset, memory });
      if (outcome.kind !== 'stored') return gained;
      gained += outcome.entries;
    }
  } finally {
    await reader.close();
  }
}

async function replayJournal(db: Database, home: string, key: JournalKey): Promise<number> {
  const file = journalFile(home, key);
  const { rows } = await db.pool.query<{ bytes: number }>(
    `SELECT acknowledged_bytes::float8 AS bytes FROM journal
     WHERE run_id = $1 AND attempt = $2 AND process = $3`,
    [key.runId, key.attempt, key.process],
  );
  const [journal] = rows;
  // The run was deleted, or belongs to another database.
  if (!journal) return 0;
  const { size } = await stat(file);
  return size > journal.bytes ? sendJournal(db, file, key) : 0;
}

/** Replays the journals of one run. */
export async function replayRun(db: Database, home: string, runId: RunId): Promise<Replay[]> {
  const replays: Replay[] = [];
  for (const journal of await journalsIn(runFolder(home, runId))) {
    const key = { runId, ...journal };
    const entries = await replayJournal(db, home, key);
    if (entries > 0) replays.push({ ...key, entries });
  }
  return replays;
}

/**
 * Sends every journaled entry that the database lacks. Harmless at any time, also while the runs go on.
 * @returns the journals of which something was missing.
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
