// One training batch: what data makes, what an iteration consumes. Everything in it is a function of (seed, iteration).

/** Images are float32 RGB in [−1, 1], `[N, 3, S, S]` row-major; domains are indices into the sorted domain names. */
export interface Batch {
  readonly source: Float32Array; // [N, 3, S, S]
  readonly sourceDomain: Int32Array; // [N]
  readonly reference: Float32Array; // [N, 3, S, S]
  readonly reference2: Float32Array; // [N, 3, S, S], same domain as `reference`
  readonly targetDomain: Int32Array; // [N], the domain of the references
  readonly latent: Float32Array; // [N, latentDimension]
  readonly latent2: Float32Array; // [N, latentDimension]
}
