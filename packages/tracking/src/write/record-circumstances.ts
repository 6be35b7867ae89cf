// What only the machine that executes a run can know of one that was launched elsewhere: its pictures and the machine itself.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import { inTransaction } from '../database/transaction.ts';
import type { GitState, JsonObject } from '../results.ts';

export interface Circumstances {
  readonly datasetSha256: string;
  /** Sorted, as the one-hot vectors index them. */
  readonly domains: readonly string[];
  /** Versions and hardware. */
  readonly environment: JsonObject;
  readonly git: GitState | null;
}

/** Stores them for a run that has none yet, and the domains for its study. Those of an earlier attempt stay. */
export function recordCircumstances(
  db: Database,
  { runId, ...circumstances }: Circumstances & { readonly runId: RunId },
): Promise<void> {
  const { datasetSha256, domains, environment, git } = circumstances;
  return inTransaction(db.pool, async (client) => {
    await client.query(
      `UPDATE run SET dataset_sha256 = $2, domains = $3, environment = $4, git = $5
       WHERE id = $1 AND dataset_sha256 IS NULL`,
      [runId, datasetSha256, domains, environment, git],
    );
    await client.query(
      `UPDATE study SET domains = $2 FROM run
       WHERE run.id = $1 AND study.id = run.study_id AND study.domains = '{}'`,
      [runId, domains],
    );
  });
}
