// What people say about a run: tags and a note. Whoever looks at it is told at once.
import { StarlabError, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';

const LONGEST_TAG = 60;

async function update(db: Database, runId: RunId, assignment: string, value: unknown): Promise<void> {
  const { rowCount } = await db.pool.query(
    `UPDATE run SET ${assignment} WHERE id = $1 RETURNING pg_notify($3, id::text)`,
    [runId, value, RUN_CHANNEL],
  );
  if (rowCount === 1) return;
  throw new StarlabError(`Run ${runId}: not in this database.`, {
    remedy: 'List the runs there are with `starlab runs`.',
  });
}

/**
 * Replaces the tags of a run; they are kept sorted, each once, without space around them.
 * @returns the tags as kept. @throws StarlabError if one is empty or longer than 60 characters, or the run is unknown.
 */
export async function setTags(db: Database, runId: RunId, tags: readonly string[]): Promise<string[]> {
  const trimmed = [...new Set(tags.map((tag) => tag.trim()))].sort();
  const wrong = trimmed.find((tag) => tag === '' || tag.length > LONGEST_TAG);
  if (wrong !== undefined) {
    throw new StarlabError(`Tag "${wrong.slice(0, LONGEST_TAG)}": it is ${wrong ? 'too long' : 'empty'}.`, {
      remedy: `Give 1 to ${LONGEST_TAG} characters.`,
    });
  }
  await update(db, runId, 'tags = $2', trimmed);
  return trimmed;
}

/** @param note null or empty: none. @returns the note as kept. @throws StarlabError if the run is unknown. */
export async function setNote(db: Database, runId: RunId, note: string | null): Promise<string | null> {
  const kept = note?.trim() ? note.replaceAll('\0', '') : null;
  await update(db, runId, 'note = $2', kept);
  return kept;
}
