// Feeds an engine thread with batches: a few are made ahead while it computes, so that it never waits for a decoder.
import type { Batch } from '@starlab/experiment';

const AHEAD = 3;

export interface BatchFeed {
  /** The batch of `iteration`; starts making the next ones. */
  take(iteration: number): Promise<Batch>;
}

export function feedBatches(
  source: { batch(iteration: number): Promise<Batch> },
  iterations: number,
): BatchFeed {
  const pending = new Map<number, Promise<Batch>>();
  const request = (iteration: number): Promise<Batch> => {
    const existing = pending.get(iteration);
    if (existing) return existing;
    const made = source.batch(iteration);
    // A failure is reported by whoever takes the batch, not as an unhandled rejection before that.
    made.catch(() => undefined);
    pending.set(iteration, made);
    return made;
  };
  return {
    async take(iteration) {
      const batch = await request(iteration);
      pending.delete(iteration);
      for (let next = iteration + 1; next <= Math.min(iteration + AHEAD, iterations - 1); next++)
        void request(next);
      return batch;
    },
  };
}
