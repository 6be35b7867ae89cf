// Tells a reader which run has something new, the moment it is in the database: LISTEN on one connection of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { HEARTBEAT_INTERVAL_MS, runIdSchema, type RunId } from '@starlab/experiment';
import { Client } from 'pg';
import { checkUrl, databaseError } from '../database/connection-error.ts';
import { RUN_CHANNEL } from './run-channel.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;

export interface Subscription {
  close(): Promise<void>;
}

async function listen(url: string, onRun: (runId: RunId) => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'starlab live',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // The end of the connection is noticed by its `end` event.
  client.on('error', () => {});
  client.on('notification', ({ payload }) => {
    const runId = runIdSchema.safeParse(payload);
    if (runId.success) onRun(runId.data);
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${RUN_CHANNEL}`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** What may have changed while nobody listened; by the server's clock. */
async function runsTouchedWithin(client: Client, milliseconds: number): Promise<RunId[]> {
  const { rows } = await client.query<{ id: RunId }>(
    `SELECT id FROM run
     WHERE greatest(created_at, heartbeat_at, finished_at) >= now() - $1 * interval '1 millisecond'`,
    [milliseconds],
  );
  return rows.map((row) => row.id);
}

/**
 * Calls `listener` with the id of every run whose rows have changed. Reconnects by itself, for as long as it takes, and then
 * names every run that may have changed meanwhile.
 * @throws StarlabError if the first connection fails.
 */
export async function subscribeRuns(url: string, listener: (runId: RunId) => void): Promise<Subscription> {
  checkUrl(url);
  const closing = new AbortController();
  let client: Client;

  async function reconnect(lostAt: number): Promise<void> {
    for (
      let delayMs = FIRST_RETRY_MS;
      !closing.signal.aborted;
      delayMs = Math.min(LAST_RETRY_MS, 2 * delayMs)
    ) {
      await sleep(delayMs, undefined, { ref: false });
      try {
        const next = await listen(url, listener);
        // A run's last heartbeat before the loss may be one interval old.
        const touched = await runsTouchedWithin(next, Date.now() - lostAt + 2 * HEARTBEAT_INTERVAL_MS);
        adopt(next);
        touched.forEach(listener);
        return;
      } catch {
        // The server is still away.
      }
    }
  }

  function adopt(next: Client): void {
    client = next;
    if (closing.signal.aborted) {
      void next.end();
      return;
    }
    next.once('end', () => {
      if (!closing.signal.aborted) void reconnect(Date.now());
    });
  }

  try {
    adopt(await listen(url, listener));
  } catch (error) {
    throw databaseError(error, url, 'reach');
  }
  return {
    async close() {
      closing.abort();
      await client.end();
    },
  };
}
