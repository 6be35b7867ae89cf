// What has a run written to its text log?
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { LogLine } from '../results.ts';

export interface LogLinesRequest {
  readonly runId: RunId;
  /** Only lines after the one with this `seq`. Without it, the last `limit` lines. */
  readonly after?: number;
  readonly limit: number;
}

/** In the order of their arrival. */
export async function readLogLines(db: Database, request: LogLinesRequest): Promise<LogLine[]> {
  const { runId, after, limit } = request;
  const lines = await db.prisma.logLine.findMany({
    where: { runId, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: after === undefined ? 'desc' : 'asc' },
    take: limit,
  });
  if (after === undefined) lines.reverse();
  return lines.map(({ id, createdAt, line }) => ({ seq: Number(id), time: createdAt.toISOString(), line }));
}
