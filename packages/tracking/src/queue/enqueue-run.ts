// What a user does with the queue: put a run in, take it out, change the order.
import { StarlabError, type RunId, type RunState } from '@starlab/experiment';
import type { PoolClient } from 'pg';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import { checkTransition, predecessors } from '../write/run-state.ts';
import { RUN_CHANNEL } from '../live/run-channel.ts';
import { liveJob, onConnection, QUEUE, withQueue, type RunJob } from './job-queue.ts';

interface LockedRun {
  readonly name: string;
  readonly state: RunState;
}

async function lockRun(client: PoolClient, runId: RunId): Promise<LockedRun> {
  const { rows } = await client.query<LockedRun>('SELECT name, state FROM run WHERE id = $1 FOR UPDATE', [
    runId,
  ]);
  const [run] = rows;
  if (run) return run;
  throw new StarlabError(`Run ${runId}: not in this database.`, {
    remedy: 'List the runs there are with `starlab runs`.',
  });
}

const announce = (client: PoolClient, runId: RunId) =>
  client.query('SELECT pg_notify($1, $2)', [RUN_CHANNEL, runId]);

/**
 * Puts a run into the queue: a new one, or one that failed, crashed or was killed, which then goes on from its newest
 * checkpoint. A run that waits already stays where it is.
 * @param options.priority higher is sooner; among equals the order is that of arrival. @default 0
 * @throws StarlabError if the run is unknown, running or finished.
 */
export function enqueueRun(
  db: Database,
  runId: RunId,
  options: { readonly priority?: number } = {},
): Promise<void> {
  return withQueue(db, (boss) =>
    inTransaction(db.pool, async (client) => {
      const { name, state } = await lockRun(client, runId);
      if (state !== 'queued') checkTransition(name, state, 'queued');
      await client.query(`UPDATE run SET state = 'queued', reason = NULL, finished_at = NULL WHERE id = $1`, [
        runId,
      ]);
      const job: RunJob = { runId };
      await boss.send(QUEUE, job, {
        singletonKey: runId,
        priority: options.priority ?? 0,
        db: onConnection(client),
      });
      await announce(client, runId);
    }),
  );
}

/**
 * Takes a run out of the queue. One that is running stops at a checkpoint within seconds, as after Ctrl-C.
 * @throws StarlabError if the run is not in the queue.
 */
export function cancelRun(db: Database, runId: RunId): Promise<void> {
  return withQueue(db, (boss) =>
    inTransaction(db.pool, async (client) => {
      const { name } = await lockRun(client, runId);
      const job = await liveJob(client, runId);
      if (!job) {
        throw new StarlabError(`Run "${name}": is not in the queue.`, {
          remedy: 'If a process of its own works on it, stop that with Ctrl-C.',
        });
      }
      await boss.cancel(QUEUE, job.id, { db: onConnection(client) });
      await client.query(
        `UPDATE run SET state = 'killed', reason = 'taken out of the queue', finished_at = now()
         WHERE id = $1 AND state <> 'running' AND state = ANY ($2::run_state[])`,
        [runId, predecessors('killed')],
      );
      await announce(client, runId);
    }),
  );
}

/** Puts the waiting runs in this order, before any that are not named. Runs that no longer wait are passed over. */
export function reorderQueue(db: Database, runIds: readonly RunId[]): Promise<void> {
  return withQueue(db, (boss) =>
    inTransaction(db.pool, async (client) => {
      for (const [position, runId] of runIds.entries()) {
        const job = await liveJob(client, runId);
        if (!job || job.state === 'active') continue;
        const priority = runIds.length - position;
        await boss.update(QUEUE, undefined, { id: job.id, priority, db: onConnection(client) });
        await announce(client, runId);
      }
    }),
  );
}
