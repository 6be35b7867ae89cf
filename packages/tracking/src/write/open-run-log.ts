import type { RunId, RunLog } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
export type AttemptLog = RunLog & { readonly attempt: number };
export async function openRunLog(
  _db: Database,
  _options: { readonly runId: RunId; readonly home: string },
): Promise<AttemptLog> {
  throw new Error('in the making');
}
