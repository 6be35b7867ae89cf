// A worker's side of the queue: it registers, leases runs one at a time, and keeps its leases by a sign of life. A lease that is
// lost (the run was cancelled, or handed to another worker after a silence) is told by a signal.
import { randomUUID } from 'node:crypto';
import { StarlabError, workerIdSchema, type RunId, type RunState, type WorkerId } from '@starlab/experiment';
import type { PgBoss, JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { markAttemptCrashed } from '../write/mark-crashed.ts';
import { thisHost } from '../write/process-identity.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';
import { openQueue, onConnection, QUEUE, stopQueue, type RunJob } from './job-queue.ts';

/** Several signs of life within a lease, so that a lost one does no harm. */
const BEAT_INTERVAL_MS = 2_500;
const SUPERVISE_SECONDS = 2;

export interface WorkerDescription {
  readonly name: string;
  /** The device it was told to use. */
  readonly device: string;
  /** Those its machine has. */
  readonly devices: readonly string[];
  /** How many runs it takes at once. */
  readonly concurrency: number;
}

export interface Lease {
  readonly runId: RunId;
  /** Aborted, with a sentence as its reason, when the run is no longer this worker's. */
  readonly lost: AbortSignal;
  /** The run is over, however it ended. */
  complete(): Promise<void>;
  /** The run keeps its place in the queue and goes on from its newest checkpoint elsewhere. */
  giveBack(): Promise<void>;
  /** The run could not be worked on. */
  fail(reason: string): Promise<void>;
}

export interface QueueWorker {
  readonly id: WorkerId;
  /** The next run, or undefined if none is waiting. */
  lease(): Promise<Lease | undefined>;
  close(): Promise<void>;
}

type Job = JobWithMetadata<RunJob>;

/** What pg-boss answers to touch and cancel; its own types do not say. */
const commandResponseSchema = z.object({ affected: z.int() });
const affectedBy = async (command: Promise<unknown>): Promise<number> =>
  commandResponseSchema.parse(await command).affected;

async function register(db: Database, id: WorkerId, description: WorkerDescription): Promise<void> {
  const { devices, ...rest } = description;
  await db.prisma.worker.create({
    data: { id, ...rest, devices: [...devices], host: thisHost(), pid: process.pid },
  });
}

/** Whether the run may begin now. What a worker that fell silent had begun is marked as crashed. */
async function mayBegin(db: Database, runId: RunId): Promise<boolean> {
  const { rows } = await db.pool.query<{ state: RunState; attempt: number; from_queue: boolean | null }>(
    `SELECT run.state, run.attempt, attempt.worker_id IS NOT NULL AS from_queue
     FROM run LEFT JOIN attempt ON attempt.run_id = run.id AND attempt.number = run.attempt WHERE run.id = $1`,
    [runId],
  );
  const [run] = rows;
  if (!run || run.state === 'finished') return false;
  if (run.state !== 'running') return true;
  // A process that took the run by itself, outside the queue, is not disturbed.
  if (!run.from_queue) return false;
  await markAttemptCrashed(db, { runId, attempt: run.attempt, reason: 'the heartbeat of its worker ceased' });
  return true;
}

interface HeldLease {
  readonly job: Job;
  readonly lost: AbortController;
}

async function beatOnce(boss: PgBoss, db: Database, { job, lost }: HeldLease): Promise<void> {
  const { id, retryCount } = job;
  const affected = await affectedBy(boss.touch(QUEUE, { id, retryCount }));
  if (affected > 0 || lost.signal.aborted) return;
  const { rows } = await db.pool.query<{ state: string }>('SELECT state FROM pgboss.job WHERE id = $1', [id]);
  lost.abort(rows[0]?.state === 'cancelled' ? 'taken out of the queue' : 'another worker has taken it over');
}

function leaseOf(db: Database, boss: PgBoss, held: HeldLease, release: () => void): Lease {
  const { job } = held;
  const { runId } = job.data;
  const attempt = { id: job.id, retryCount: job.retryCount };
  return {
    runId,
    lost: held.lost.signal,
    async complete() {
      release();
      await boss.complete(QUEUE, attempt);
    },
    async giveBack() {
      release();
      await inTransaction(db.pool, async (client) => {
        const db = onConnection(client);
        // Cancelled and resumed, the job keeps its priority and its age, and no retry is counted.
        if ((await affectedBy(boss.cancel(QUEUE, attempt, { db }))) === 0) return;
        await boss.resume(QUEUE, job.id, { db });
        await client.query(
          `UPDATE run SET state = 'queued', reason = NULL, finished_at = NULL
           WHERE id = $1 AND state IN ('killed', 'crashed', 'failed')`,
          [runId],
        );
        await client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);
      });
    },
    async fail(reason) {
      release();
      await db.pool.query(
        `UPDATE run SET state = 'failed', reason = $2, finished_at = now()
         WHERE id = $1 AND state IN ('queued', 'crashed') RETURNING pg_notify($3, id::text)`,
        [runId, reason, RUN_CHANNEL],
      );
      await boss.complete(QUEUE, attempt);
    },
  };
}

/**
 * Registers this process as a worker. While it is open, it also finds runs whose worker died and puts them back into the queue.
 * @throws StarlabError if the queue’s tables cannot be created.
 */
export async function joinQueue(
  db: Database,
  options: WorkerDescription & {
    /** Hears what could not be done while the database is away. */
    readonly onWarning: (message: string) => void;
  },
): Promise<QueueWorker> {
  const { onWarning, ...description } = options;
  const id = workerIdSchema.parse(randomUUID());
  const boss = await openQueue(db, {
    supervise: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    onError: (error) => onWarning(`queue: ${error.message}`),
  }).catch((cause: unknown) => {
    throw new StarlabError(`Queue: cannot be opened (${String(cause)}).`, {
      remedy: 'The database user needs CREATE on the database, once, for the schema "pgboss".',
      cause,
    });
  });
  await register(db, id, description);
  const leases = new Set<HeldLease>();

  const beat = async (): Promise<void> => {
    try {
      await db.pool.query('UPDATE worker SET heartbeat_at = now() WHERE id = $1', [id]);
      for (const held of leases) await beatOnce(boss, db, held);
    } catch (error) {
      onWarning(`heartbeat: ${String(error)}`);
    }
  };
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat();
  }, BEAT_INTERVAL_MS);

  return {
    id,
    async lease() {
      for (;;) {
        const [job] = await boss.fetch<RunJob>(QUEUE, { includeMetadata: true });
        if (!job) return undefined;
        if (await mayBegin(db, job.data.runId)) {
          const held = { job, lost: new AbortController() };
          leases.add(held);
          return leaseOf(db, boss, held, () => leases.delete(held));
        }
        await boss.complete(QUEUE, { id: job.id, retryCount: job.retryCount });
      }
    },
    async close() {
      clearInterval(timer);
      await beating;
      await stopQueue(boss);
      // With the database away its silence tells, soon after.
      await db.pool
        .query('UPDATE worker SET stopped_at = now() WHERE id = $1', [id])
        .catch((error: unknown) => onWarning(`worker: ${String(error)}`));
    },
  };
}
