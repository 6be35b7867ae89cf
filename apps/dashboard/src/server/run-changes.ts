// News of runs within this process: one LISTEN connection, however many pages are open. While anybody watches, runs
// whose heartbeat ceased are marked as crashed, for a process that was killed cannot say so itself.
import { HEARTBEAT_INTERVAL_MS, type RunId } from '@starlab/experiment';
import { markCrashed, subscribeRuns } from '@starlab/tracking';
import { ask, databaseUrl } from './database.ts';

interface Listener {
  readonly onRun: (runId: RunId) => void;
  /** The database has gone away: there will be no news until one listens anew. */
  readonly onLost: () => void;
}

interface Watch {
  readonly subscription: { close(): Promise<void> };
  readonly rounds: ReturnType<typeof setInterval>;
}

// Kept on globalThis, because `next dev` evaluates this module anew after every edit.
const shared = globalThis as typeof globalThis & {
  starlabRunChanges?: { listeners: Set<Listener>; watch: Promise<Watch> | undefined };
};

function hub() {
  shared.starlabRunChanges ??= { listeners: new Set(), watch: undefined };
  return shared.starlabRunChanges;
}

async function startWatch(): Promise<Watch> {
  const { listeners } = hub();
  const subscription = await subscribeRuns(databaseUrl(), (runId) => {
    for (const listener of listeners) listener.onRun(runId);
  });
  const round = async (): Promise<void> => {
    const answer = await ask((db) => markCrashed(db));
    if (!answer.ok) for (const listener of [...listeners]) listener.onLost();
  };
  // At once, too: who opens a page need not be told first that a dead run is running.
  void round().catch(console.error);
  const rounds = setInterval(() => void round().catch(console.error), HEARTBEAT_INTERVAL_MS);
  return { subscription, rounds };
}

/** Tells `listener` of every run about which something was written; returns how to stop that. */
export async function onRunChange(listener: Listener): Promise<() => void> {
  const state = hub();
  state.listeners.add(listener);
  state.watch ??= startWatch();
  try {
    await state.watch;
  } catch (error) {
    state.watch = undefined;
    state.listeners.delete(listener);
    throw error;
  }
  return () => {
    state.listeners.delete(listener);
    if (state.listeners.size === 0) void stopWatch();
  };
}

async function stopWatch(): Promise<void> {
  const state = hub();
  const stopping = state.watch;
  state.watch = undefined;
  if (!stopping) return;
  const { subscription, rounds } = await stopping;
  clearInterval(rounds);
  await subscription.close();
}
