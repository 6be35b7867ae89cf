import type { RunId } from '@starlab/experiment';
import type { Curve } from '../results.ts';
import type { Database } from '../database/open-database.ts';
export interface CurveRequest {
  readonly runId: RunId;
  readonly names?: readonly string[];
  readonly buckets: number;
  readonly fromStep?: number;
  readonly toStep?: number;
}
export async function readCurves(_db: Database, _request: CurveRequest): Promise<Curve[]> {
  throw new Error('in the making');
}
