// Which data sets have runs used?
import type { Database } from '../database/open-database.ts';

export interface KnownDataset {
  readonly path: string;
  readonly domains: readonly string[];
  readonly runCount: number;
}

/** By their last run, newest first. */
export async function listDatasets(db: Database): Promise<KnownDataset[]> {
  const { rows } = await db.pool.query<KnownDataset>(
    `SELECT dataset_path AS path, (array_agg(array_to_json(domains) ORDER BY created_at DESC))[1] AS domains,
            count(*)::int AS "runCount"
     FROM run GROUP BY dataset_path ORDER BY max(created_at) DESC`,
  );
  return rows;
}
