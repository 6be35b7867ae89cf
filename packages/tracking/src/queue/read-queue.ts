// What is in the queue, who works on it, and what came of the runs that were?
import {
  CRASHED_AFTER_MS,
  type Configuration,
  type RunId,
  type RunState,
  type WorkerId,
} from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { isoDate } from '../queries/run-summary.ts';
import { QUEUE } from './job-queue.ts';

export interface QueuedRun {
  readonly runId: RunId;
  readonly name: string;
  readonly studyName: string;
  readonly configuration: Configuration;
  readonly seed: number;
  readonly state: RunState;
  readonly reason: string | null;
  /** Iterations done and asked for. */
  readonly step: number;
  readonly iterations: number;
  readonly queuedAt: string;
  /** When a worker took it from the queue. */
  readonly takenAt: string | null;
  readonly endedAt: string | null;
  readonly workerName: string | null;
  /** How many workers were lost on it. */
  readonly workersLost: number;
}

export interface WorkerSummary {
  readonly id: WorkerId;
  readonly name: string;
  readonly host: string;
  readonly device: string;
  readonly devices: readonly string[];
  readonly concurrency: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Its last sign of life is recent. */
  readonly alive: boolean;
  readonly runs: readonly { readonly runId: RunId; readonly name: string }[];
}

export interface QueueContents {
  /** In the order in which they will be taken. */
  readonly waiting: readonly QueuedRun[];
  readonly running: readonly QueuedRun[];
  /** Those that left the queue last, newest first. */
  readonly ended: readonly QueuedRun[];
  readonly workers: readonly WorkerSummary[];
}

const ENDED_SHOWN = 20;
/** A worker that has been silent for so long is no longer shown. */
const FORGOTTEN_AFTER = '10 minutes';

interface JobRow {
  job_state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed';
  id: RunId;
  name: string;
  study_name: string;
  configuration: Configuration;
  seed: string;
  state: RunState;
  reason: string | null;
  step: number;
  iterations: number;
  created_on: Date;
  started_on: Date | null;
  completed_on: Date | null;
  worker_name: string | null;
  retry_count: number;
}

const SELECT_JOBS = `
  SELECT job.state AS job_state, run.id, run.name, study.name AS study_name, run.configuration, run.seed, run.state,
         run.reason, coalesce(latest.last_step, 0) AS step, (run.config ->> 'iterations')::int AS iterations,
         job.created_on, job.started_on, job.completed_on, latest.worker_name, job.retry_count
  FROM (
    (SELECT * FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry', 'active'))
    UNION ALL
    (SELECT * FROM (SELECT DISTINCT ON (singleton_key) * FROM pgboss.job
                    WHERE name = $1 AND state IN ('completed', 'cancelled', 'failed')
                      -- One that was queued again has left the queue no longer.
                      AND singleton_key NOT IN (SELECT singleton_key FROM pgboss.job
                                                WHERE name = $1 AND state IN ('created', 'retry', 'active'))
                    ORDER BY singleton_key, completed_on DESC) AS newest
     ORDER BY completed_on DESC LIMIT ${ENDED_SHOWN})
  ) AS job
  JOIN run ON run.id = job.singleton_key::uuid
  JOIN study ON study.id = run.study_id
  LEFT JOIN LATERAL (
    SELECT (SELECT last_step FROM attempt WHERE run_id = run.id AND last_step IS NOT NULL ORDER BY number DESC LIMIT 1),
           worker.name AS worker_name
    FROM attempt LEFT JOIN worker ON worker.id = attempt.worker_id
    WHERE attempt.run_id = run.id ORDER BY attempt.number DESC LIMIT 1
  ) AS latest ON true
  ORDER BY job.priority DESC, job.created_on, job.id`;

const toQueuedRun = (row: JobRow): QueuedRun => ({
  runId: row.id,
  name: row.name,
  studyName: row.study_name,
  configuration: row.configuration,
  seed: Number(row.seed),
  state: row.state,
  reason: row.reason,
  step: row.step,
  iterations: row.iterations,
  queuedAt: row.created_on.toISOString(),
  takenAt: isoDate(row.started_on),
  endedAt: isoDate(row.completed_on),
  workerName: row.worker_name,
  workersLost: row.retry_count,
});

async function readJobs(db: Database): Promise<JobRow[]> {
  // pg-boss creates its tables with the first run that is queued.
  const { rows } = await db.pool.query<{ exists: boolean }>(
    `SELECT to_regclass('pgboss.job') IS NOT NULL AS exists`,
  );
  if (!rows[0]?.exists) return [];
  return (await db.pool.query<JobRow>(SELECT_JOBS, [QUEUE])).rows;
}

interface WorkerRow {
  id: WorkerId;
  name: string;
  host: string;
  device: string;
  devices: string[];
  concurrency: number;
  started_at: Date;
  heartbeat_at: Date;
  alive: boolean;
  runs: { runId: RunId; name: string }[];
}

async function readWorkers(db: Database): Promise<WorkerSummary[]> {
  const { rows } = await db.pool.query<WorkerRow>(
    `SELECT worker.*, heartbeat_at > now() - $1 * interval '1 millisecond' AS alive,
            coalesce((SELECT json_agg(json_build_object('runId', run.id, 'name', run.name) ORDER BY run.number)
                      FROM attempt JOIN run ON run.id = attempt.run_id AND run.attempt = attempt.number
                      WHERE attempt.worker_id = worker.id AND run.state = 'running'), '[]') AS runs
     FROM worker
     WHERE stopped_at IS NULL AND heartbeat_at > now() - interval '${FORGOTTEN_AFTER}'
     ORDER BY started_at`,
    [CRASHED_AFTER_MS],
  );
  return rows.map(({ started_at, heartbeat_at, host, ...row }) => ({
    id: row.id,
    name: row.name,
    // Behind the host's name may stand what tells its containers apart.
    host: host.split(' ')[0] ?? host,
    device: row.device,
    devices: row.devices,
    concurrency: row.concurrency,
    startedAt: started_at.toISOString(),
    heartbeatAt: heartbeat_at.toISOString(),
    alive: row.alive,
    runs: row.runs,
  }));
}

/** Everything on one page: waiting runs, running ones, the last that ended, and the workers. */
export async function readQueue(db: Database): Promise<QueueContents> {
  const [jobs, workers] = await Promise.all([readJobs(db), readWorkers(db)]);
  const inState = (...states: JobRow['job_state'][]): QueuedRun[] =>
    jobs.filter((job) => states.includes(job.job_state)).map(toQueuedRun);
  const ended = inState('completed', 'cancelled', 'failed');
  return {
    waiting: inState('created', 'retry'),
    running: inState('active'),
    ended: ended.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? '')),
    workers,
  };
}
