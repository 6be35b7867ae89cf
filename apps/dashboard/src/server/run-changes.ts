// News of runs within this process: one LISTEN connection, however many pages are open.
import type { RunId } from '@starlab/experiment';
import { subscribeRuns } from '@starlab/tracking';
import { databaseUrl } from './database.ts';

type Listener = (runId: RunId) => void;

interface Subscription {
  close(): Promise<void>;
}

// Kept on globalThis, because `next dev` evaluates this module anew after every edit.
const shared = globalThis as typeof globalThis & {
  starlabRunChanges?: { listeners: Set<Listener>; subscription: Promise<Subscription> | undefined };
};

function hub() {
  shared.starlabRunChanges ??= { listeners: new Set(), subscription: undefined };
  return shared.starlabRunChanges;
}

/** Calls `listener` with the id of every run about which something was written; returns how to stop that. */
export async function onRunChange(listener: Listener): Promise<() => void> {
  const { listeners } = hub();
  listeners.add(listener);
  try {
    await subscribed();
  } catch (error) {
    listeners.delete(listener);
    throw error;
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) void unsubscribe();
  };
}

async function subscribed(): Promise<void> {
  const state = hub();
  state.subscription ??= subscribeRuns(databaseUrl(), (runId) => {
    for (const listener of state.listeners) listener(runId);
  });
  try {
    await state.subscription;
  } catch (error) {
    state.subscription = undefined;
    throw error;
  }
}

async function unsubscribe(): Promise<void> {
  const state = hub();
  const closing = state.subscription;
  state.subscription = undefined;
  await (await closing)?.close();
}
