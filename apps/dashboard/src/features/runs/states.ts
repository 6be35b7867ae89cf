// How many runs are in each state, in the order of a run's life.
import type { RunState } from '@starlab/experiment';
import type { RunFacets } from '@starlab/tracking';

const order = [
  'running',
  'queued',
  'finished',
  'failed',
  'crashed',
  'killed',
] as const satisfies readonly RunState[];

export function countStates(counts: RunFacets['states']): { state: RunState; count: number }[] {
  return order.map((state) => ({ state, count: counts[state] ?? 0 })).filter(({ count }) => count > 0);
}
