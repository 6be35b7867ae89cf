// The queue of runs: pg-boss in a schema of its own ("pgboss") in the same database. A job is a run's id; all else about a run
// stays in its row. pg-boss is loaded and started by those who use the queue, and nobody else waits for it.
import type { RunId } from '@starlab/experiment';
import type { PgBoss, Db, MaintenanceOptions } from 'pg-boss';
import type { Pool, PoolClient } from 'pg';
import type { Database } from '../database/open-database.ts';

export const QUEUE = 'run';

/** Without a sign of life for so long, a worker has lost its run: the least that pg-boss allows. */
export const LEASE_SECONDS = 10;
/** A run whose workers die this often kills them: it is given up. */
const MOST_LOST_WORKERS = 10;
const TEN_YEARS_SECONDS = 10 * 365 * 86_400;

export interface RunJob {
  readonly runId: RunId;
}

/** pg-boss on a connection of ours, e.g. inside a transaction. */
export const onConnection = (connection: Pool | PoolClient): Db => ({
  executeSql: (text, values) => connection.query(text, values ? [...values] : undefined),
});

/** Starts pg-boss and creates its tables where they are missing. The caller stops it. */
export async function openQueue(
  db: Database,
  options: Pick<MaintenanceOptions, 'superviseIntervalSeconds' | 'monitorIntervalSeconds'> & {
    /** Looks for workers that died. */
    readonly supervise: boolean;
    readonly onError?: (error: Error) => void;
  },
): Promise<PgBoss> {
  const { onError = () => {}, ...maintenance } = options;
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    ...maintenance,
    db: onConnection(db.pool),
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, {
    // One job per run, waiting or active.
    policy: 'exclusive',
    heartbeatSeconds: LEASE_SECONDS,
    retryLimit: MOST_LOST_WORKERS,
    retentionSeconds: TEN_YEARS_SECONDS,
  });
  // pg-boss refuses to be told more than a day, after which it would hand the run to a second worker.
  await db.pool.query(
    'UPDATE pgboss.queue SET expire_seconds = $2 WHERE name = $1 AND expire_seconds <> $2',
    [QUEUE, TEN_YEARS_SECONDS],
  );
  return boss;
}

export const stopQueue = (boss: PgBoss): Promise<void> => boss.stop({ graceful: false, close: false });

/** Opens the queue for the length of `use`. */
export async function withQueue<Result>(
  db: Database,
  use: (boss: PgBoss) => Promise<Result>,
): Promise<Result> {
  const boss = await openQueue(db, { supervise: false });
  try {
    return await use(boss);
  } finally {
    await stopQueue(boss);
  }
}

export interface LiveJob {
  readonly id: string;
  readonly state: 'created' | 'retry' | 'active';
}

/** The run's job if it is waiting or active. */
export async function liveJob(connection: Pool | PoolClient, runId: RunId): Promise<LiveJob | undefined> {
  const { rows } = await connection.query<LiveJob>(
    `SELECT id, state FROM pgboss.job
     WHERE name = $1 AND singleton_key = $2 AND state IN ('created', 'retry', 'active')`,
    [QUEUE, runId],
  );
  return rows[0];
}
