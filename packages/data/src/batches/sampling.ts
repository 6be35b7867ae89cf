// Which images make up iteration t. Every draw takes a domain uniformly, then an image of it uniformly: the weight
// 1/|domain| of the paper's balanced sampler, with replacement, sources and references independently of each other.
import { randomStream, type RandomKey } from '@starlab/experiment';

/** Indices, per place in the batch. */
export interface Draw {
  readonly domain: number;
  readonly image: number;
}

/** @param counts images per domain */
export function drawBalanced(counts: readonly number[], batchSize: number, key: RandomKey): Draw[] {
  const stream = randomStream(key);
  return Array.from({ length: batchSize }, () => {
    const domain = stream.integer(counts.length);
    return { domain, image: stream.integer(counts[domain] ?? 0) };
  });
}

/** The same of one domain alone, for methods whose batches hold one domain beside another. */
export function drawFrom(
  domain: number,
  counts: readonly number[],
  batchSize: number,
  key: RandomKey,
): Draw[] {
  const stream = randomStream(key);
  return Array.from({ length: batchSize }, () => ({ domain, image: stream.integer(counts[domain] ?? 0) }));
}

/** A uniformly random permutation of 0..count−1 (Fisher–Yates). */
export function permutation(count: number, key: RandomKey): Int32Array {
  const stream = randomStream(key);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const chosen = stream.integer(last + 1);
    [order[last], order[chosen]] = [order[chosen] ?? 0, order[last] ?? 0];
  }
  return order;
}

/**
 * The second reference of each image of a domain: one fixed permutation per domain and run, as in the paper's
 * reference loader (an image may be paired with itself).
 */
export function referencePairs(domain: string, count: number, seed: number): Int32Array {
  return permutation(count, { seed, purpose: `data/reference-pairs/${domain}`, index: 0 });
}
