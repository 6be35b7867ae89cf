// What is there to know about one run, apart from its curves?
import type { RunConfig, RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { GitState, JsonObject, RunDetail } from '../results.ts';
import { isoDate, selectRunSummaries } from './run-summary.ts';

interface DetailRow {
  command: string;
  environment: JsonObject;
  git: GitState | null;
  dataset_path: string;
  dataset_sha256: string;
  domains: string[];
  base: RunConfig;
}

/** undefined if there is no such run. */
export async function getRun(db: Database, runId: RunId): Promise<RunDetail | undefined> {
  const [[summary], details, attempts] = await Promise.all([
    selectRunSummaries(db, { runIds: [runId] }),
    db.pool.query<DetailRow>(
      `SELECT command, environment, git, dataset_path, dataset_sha256, run.domains, study.base
       FROM run JOIN study ON study.id = run.study_id WHERE run.id = $1`,
      [runId],
    ),
    db.prisma.attempt.findMany({ where: { runId }, orderBy: { number: 'asc' } }),
  ]);
  const [detail] = details.rows;
  if (!summary || !detail) return undefined;
  return {
    ...summary,
    command: detail.command,
    environment: detail.environment,
    git: detail.git,
    dataset: { path: detail.dataset_path, sha256: detail.dataset_sha256 },
    domains: detail.domains,
    base: detail.base,
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      startedAt: attempt.startedAt.toISOString(),
      endedAt: isoDate(attempt.endedAt),
      state: attempt.state,
      reason: attempt.reason,
      firstStep: attempt.firstStep,
      lastStep: attempt.lastStep,
    })),
  };
}
