// From where can a run be resumed?
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { StoredCheckpoint } from '../results.ts';
import { byStepThenAttempt, keepLast } from './latest-attempt.ts';

/** By step; one per step. */
export async function listCheckpoints(db: Database, runId: RunId): Promise<StoredCheckpoint[]> {
  const checkpoints = await db.prisma.checkpoint.findMany({ where: { runId }, orderBy: byStepThenAttempt });
  return keepLast(checkpoints, ({ step }) => String(step)).map((checkpoint) => ({
    step: checkpoint.step,
    path: checkpoint.path,
    bytes: Number(checkpoint.bytes),
    sha256: checkpoint.sha256,
    attempt: checkpoint.attempt,
    createdAt: checkpoint.createdAt.toISOString(),
  }));
}
