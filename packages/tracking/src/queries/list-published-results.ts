import type { PublishedResult, PublishedTable } from '../published/published-result.ts';
import type { Database } from '../database/open-database.ts';
export async function listPublishedResults(
  _db: Database,
  _options: { readonly table?: PublishedTable } = {},
): Promise<PublishedResult[]> {
  throw new Error('in the making');
}
