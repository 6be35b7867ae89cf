// Where runs are compared: /compare?runs=a,b,c. A single run has its own page.

/** So many runs can still be told apart and drawn. */
export const MAX_COMPARED = 50;

export function compareAddress(runIds: readonly string[]): string {
  const [only] = runIds;
  if (runIds.length === 1 && only) return `/runs/${only}`;
  return `/compare?runs=${runIds.slice(0, MAX_COMPARED).join(',')}`;
}
