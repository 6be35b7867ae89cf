import type { RunId } from '@starlab/experiment';
import type { LogLine } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export async function readLogLines(
  _db: Database,
  _request: { readonly runId: RunId; readonly after?: number; readonly limit: number },
): Promise<LogLine[]> {
  throw new Error('in the making');
}
