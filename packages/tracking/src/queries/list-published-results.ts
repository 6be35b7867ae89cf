// What do the paper and others report?
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import {
  publishedResultSchema,
  type PublishedResult,
  type PublishedTable,
} from '../published/published-result.ts';

/** In the order of published-results.json; of one table, or all. */
export async function listPublishedResults(
  db: Database,
  options: { readonly table?: PublishedTable } = {},
): Promise<PublishedResult[]> {
  const results = await db.prisma.publishedResult.findMany({
    where: options,
    omit: { position: true },
    orderBy: { position: 'asc' },
  });
  return z.array(publishedResultSchema).parse(results);
}
