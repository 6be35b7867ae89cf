// Domains as the networks take them.

/**
 * Domain indices [N] to [N, domains] with one 1 a row.
 * @throws RangeError for an index that is none of the domains.
 */
export function oneHot(domains: Int32Array, domainCount: number): Float32Array {
  const encoded = new Float32Array(domains.length * domainCount);
  domains.forEach((domain, row) => {
    if (domain < 0 || domain >= domainCount)
      throw new RangeError(`domain ${domain} in a batch of ${domainCount} domains`);
    encoded[row * domainCount + domain] = 1;
  });
  return encoded;
}
