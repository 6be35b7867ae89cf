// Which state of a run may follow which. Every change of state asks this table.
import { StarlabError, runStateSchema, type RunState } from '@starlab/experiment';

const successors: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ['running', 'failed', 'killed'],
  running: ['finished', 'failed', 'crashed', 'killed'],
  // A run may be resumed, or evaluated once more, in a new attempt.
  finished: ['running'],
  failed: ['running', 'queued'],
  killed: ['running', 'queued'],
  // Taken for dead, a process may turn out to be slow, or to have journaled its last word.
  crashed: ['running', 'queued', 'finished', 'failed', 'killed'],
};

/** The states from which `state` can be reached. */
export function predecessors(state: RunState): RunState[] {
  return runStateSchema.options.filter((candidate) => successors[candidate].includes(state));
}

/** @throws StarlabError naming the run and both states. */
export function checkTransition(run: string, from: RunState, to: RunState): void {
  if (successors[from].includes(to)) return;
  throw new StarlabError(`Run "${run}": is ${from} and cannot become ${to}.`, {
    remedy:
      from === 'running'
        ? 'Stop the process that works on it; once its heartbeat has ceased for 30 s the run can be resumed.'
        : `From ${from} it can become: ${successors[from].join(', ')}.`,
  });
}
