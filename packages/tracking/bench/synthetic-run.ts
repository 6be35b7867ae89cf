// Runs as the benchmarks need them: float32 losses of twenty terms, a call every quarter of a second, give or take 10 ms.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../src/index.ts';
import { createTestRun } from '../src/testing.ts';
import { sealRun } from '../src/sealing/seal-run.ts';
import { SenderMemory } from '../src/write/store-values.ts';
import type { ValuesEntry } from '../src/write/entry.ts';
import { sendEntries } from '../src/write/send-entries.ts';

export const VALUES_A_CALL = 20;
const BATCH = 2_000;
const CALLS_BETWEEN_SEALS = 20_000;
const names = Array.from({ length: VALUES_A_CALL }, (_, i) => `${i % 2 ? 'G' : 'D'}/term ${i}`);

function entryOf(step: number): ValuesEntry {
  const values = Float64Array.from(names, (_, i) => {
    const spike = Math.random() < 1e-4 ? 50 : 1;
    return Math.fround(spike * (1 + Math.exp(-step / 2e4) * Math.sin(step / 300 + i) + 0.3 * Math.random()));
  });
  const time = 1_790_000_000_000 + 250 * step + Math.round(20 * Math.random());
  return { kind: 'values', seq: step + 1, time, step, names, values };
}

/** A finished, sealed run of `steps` log calls. */
export async function syntheticRun(db: Database, options: { steps: number; seed: number }): Promise<RunId> {
  const runId = await createTestRun(db, { studyName: 'bench', config: { seed: options.seed } });
  await db.pool.query(`INSERT INTO attempt (run_id, number, host, pid) VALUES ($1, 1, 'bench', 1)`, [runId]);
  await db.pool.query('INSERT INTO journal (run_id, attempt, process) VALUES ($1, 1, 0)', [runId]);
  await db.pool.query(`UPDATE run SET attempt = 1, state = 'finished' WHERE id = $1`, [runId]);
  const memory = new SenderMemory();
  for (let step = 0; step < options.steps; step += BATCH) {
    const length = Math.min(BATCH, options.steps - step);
    const entries = Array.from({ length }, (_, i) => entryOf(step + i));
    await sendEntries(db.pool, { runId, attempt: 1, process: 0, entries, memory });
    if ((step + length) % CALLS_BETWEEN_SEALS === 0) await sealRun(db.pool, runId, 'whole chunks');
  }
  await sealRun(db.pool, runId, 'everything');
  return runId;
}
