// Has the server do something to runs.
import type { ActionOutcome, RunAction } from './run-action.ts';

export type Deed = { readonly action: RunAction['action']; readonly tag?: string };

/** @returns what was done, or why it was not, in one sentence. */
export async function actOnRuns(ids: readonly string[], deed: Deed): Promise<string> {
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...deed, runs: ids }),
  });
  const { message } = (await response.json()) as ActionOutcome;
  return message;
}
