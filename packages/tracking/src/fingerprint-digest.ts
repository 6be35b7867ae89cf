// What identifies a fingerprint in the tables: figures share a column where it is equal.
import { createHash } from 'node:crypto';

/** SHA-256 of a fingerprint, whatever the order of its keys. */
export function fingerprintSha256(fingerprint: object): string {
  const sorted = Object.entries(fingerprint).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
