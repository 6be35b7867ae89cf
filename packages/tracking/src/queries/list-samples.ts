// Which sample grids has a run drawn?
import { sampleKeySchema, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { StoredSample } from '../results.ts';
import { byStepThenAttempt, keepLast } from './latest-attempt.ts';

/** By step; one per key and step. */
export async function listSamples(db: Database, runId: RunId): Promise<StoredSample[]> {
  const samples = await db.prisma.sample.findMany({ where: { runId }, orderBy: byStepThenAttempt });
  return keepLast(samples, ({ key, step }) => `${step} ${key}`).map(
    ({ key, step, sha256, width, height }) => ({
      key: sampleKeySchema.parse(key),
      step,
      sha256,
      width,
      height,
    }),
  );
}
