// Batches of noise: what a step computes does not depend on what it is shown.
import { normalArray, type Batch, type RunConfig } from '@starlab/experiment';

/** The batch of one iteration, `[N, 3, S, S]` images and `[N, Z]` latents. */
export function randomBatch(
  { seed, imageSize, batchSize, latentDimension }: RunConfig,
  { iteration, domainCount }: { iteration: number; domainCount: number },
): Batch {
  const numbers = (purpose: string, count: number): Float32Array =>
    normalArray({ seed, purpose, index: iteration }, count);
  const image = (purpose: string): Float32Array => numbers(purpose, batchSize * 3 * imageSize ** 2);
  const domain = (offset: number): Int32Array =>
    Int32Array.from({ length: batchSize }, (_, i) => (i + offset) % domainCount);
  return {
    source: image('source'),
    reference: image('reference'),
    reference2: image('reference2'),
    sourceDomain: domain(0),
    targetDomain: domain(1),
    latent: numbers('latent', batchSize * latentDimension),
    latent2: numbers('latent2', batchSize * latentDimension),
  };
}
