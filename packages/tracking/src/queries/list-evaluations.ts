// What has been measured on a run?
import { evaluationSchema, type Evaluation, type RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { keepLast } from './latest-attempt.ts';

/** By step; where the same was measured twice with the same fingerprint, the later measurement. */
export async function listEvaluations(db: Database, runId: RunId): Promise<Evaluation[]> {
  const evaluations = await db.prisma.evaluation.findMany({
    where: { runId },
    include: { tasks: { orderBy: { position: 'asc' } } },
    // By time, not by attempt: an evaluation outside attempts counts as attempt 0.
    orderBy: [{ step: 'asc' }, { createdAt: 'asc' }],
  });
  const latest = keepLast(evaluations, ({ metric, mode, step, fingerprintSha256 }) =>
    [metric, mode, step, fingerprintSha256].join(' '),
  );
  return latest.map(({ metric, mode, step, mean, fingerprint, tasks, realImages }) =>
    evaluationSchema.parse({
      metric,
      mode,
      step,
      mean,
      fingerprint,
      tasks: tasks.map(({ source, target, value, samples }) => ({ source, target, value, samples })),
      ...(realImages !== null && { realImages }),
    }),
  );
}
