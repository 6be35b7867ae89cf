import type { StudySummary } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function listStudies(_db: Database): Promise<StudySummary[]> {
  throw new Error('in the making');
}
