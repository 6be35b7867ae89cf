// Where the browser finds an artifact.
export function artifactAddress(sha256: string): string {
  return `/api/artifacts/${sha256}`;
}
