import type { Database } from '../database/open-database.ts';
/** Returns how many entries each run gained. */
export async function replayJournals(
  _db: Database,
  _home: string,
): Promise<{ runId: string; attempt: number; entries: number }[]> {
  throw new Error('in the making');
}
