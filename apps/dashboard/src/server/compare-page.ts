// What the comparison shows: the runs named in the address, in its order.
import { runIdSchema, type RunId } from '@starlab/experiment';
import { getRun, listEvaluations, listSamples, type Database } from '@starlab/tracking';
import { MAX_COMPARED } from '@/features/compare/compare-address.ts';
import type { ComparedRun } from '@/features/compare/compared-run.ts';

export interface ComparePageData {
  readonly compared: readonly ComparedRun[];
  /** How many of the named runs are not in the database. */
  readonly missing: number;
}

/** Each once; what is not a run's id counts as missing later, so it is kept as undefined. */
function wantedIds(runs: unknown): (RunId | undefined)[] {
  const texts = typeof runs === 'string' && runs !== '' ? runs.split(',') : [];
  return [...new Set(texts)].slice(0, MAX_COMPARED).map((text) => runIdSchema.safeParse(text).data);
}

async function readCompared(db: Database, id: RunId): Promise<ComparedRun | undefined> {
  const [run, samples, evaluations] = await Promise.all([
    getRun(db, id),
    listSamples(db, id),
    listEvaluations(db, id),
  ]);
  return run && { run, samples, evaluations };
}

export async function readComparePage(db: Database, runs: unknown): Promise<ComparePageData> {
  const answers = await Promise.all(wantedIds(runs).map((id) => id && readCompared(db, id)));
  const compared = answers.filter((answer) => answer !== undefined);
  return { compared, missing: answers.length - compared.length };
}
