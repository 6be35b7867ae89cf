// What were the values of these runs around one step? The mean of each series over the iterations up to it.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { toJsonNumber, type JsonNumber } from '../json-number.ts';
import type { CurveColumns } from '../results.ts';
import { readCurvesOfRuns } from './read-curves.ts';

/** So many iterations can be read back one by one. */
export const MAX_LOSS_WINDOW = 4_096;

export interface LossesAtRequest {
  readonly runIds: readonly RunId[];
  readonly step: number;
  /** The mean is over the steps in (step − window, step]; at most `MAX_LOSS_WINDOW`. */
  readonly window: number;
}

export interface LossesAt {
  readonly runId: RunId;
  /** By series; a series without a value in the window is left out. */
  readonly means: Readonly<Record<string, JsonNumber>>;
}

function meanOf({ mean }: CurveColumns): number {
  return mean.reduce((sum, value) => sum + value, 0) / mean.length;
}

/** In the order of `runIds`. A NaN within the window makes its mean NaN, for that is what the run was then. */
export async function lossesAt(db: Database, request: LossesAtRequest): Promise<LossesAt[]> {
  const { runIds, step, window } = request;
  const range = { fromStep: Math.max(0, step - window + 1), toStep: step, buckets: 2 * MAX_LOSS_WINDOW };
  const runs = await readCurvesOfRuns(db, { runIds, ...range });
  return runIds.map((runId) => {
    const curves = runs.find((run) => run.runId === runId)?.curves ?? [];
    const means = curves.map((curve) => [curve.name, toJsonNumber(meanOf(curve))] as const);
    return { runId, means: Object.fromEntries(means) };
  });
}
