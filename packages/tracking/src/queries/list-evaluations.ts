import type { Evaluation, RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
export async function listEvaluations(_db: Database, _runId: RunId): Promise<Evaluation[]> {
  throw new Error('in the making');
}
