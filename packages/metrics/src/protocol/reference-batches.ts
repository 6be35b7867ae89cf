// The endless sequence of reference batches of one target domain: pass after pass over its validation images in shuffled
// order, the short last batch of a pass dropped, as the reference implementation does.
import type { Draws } from './draws.ts';

export interface ReferenceBatchOptions {
  readonly target: string;
  /** Validation images of the target domain. */
  readonly count: number;
  readonly batchSize: number;
  readonly draws: Draws;
}

/**
 * Yields `batchSize` indices at a time, without end. A domain of fewer images than a batch repeats its images within the
 * batch; the reference implementation crashes there.
 */
export function* referenceBatches({
  target,
  count,
  batchSize,
  draws,
}: ReferenceBatchOptions): Generator<number[]> {
  for (let pass = 0; ; pass++) {
    const order = draws.referenceOrder({ target, pass, count });
    if (count < batchSize) {
      yield Array.from({ length: batchSize }, (_, i) => order[i % count] as number);
      continue;
    }
    for (let first = 0; first + batchSize <= count; first += batchSize)
      yield order.slice(first, first + batchSize);
  }
}
