// How large are sealed runs, how fast are they drawn, and how fast deleted?
import type { RunId } from '@starlab/experiment';
import { readCurvesOfRuns, type Database } from '../src/index.ts';
import { rounded, time } from './measure.ts';
import { syntheticRun, VALUES_A_CALL } from './synthetic-run.ts';

async function sealedBytes(db: Database): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ name: string; bytes: number }>(
    `SELECT relname AS name, pg_total_relation_size(oid)::float8 AS bytes FROM pg_class
     WHERE relname IN ('metric_chunk', 'metric_rollup')`,
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
}

const total = (bytes: Record<string, number>): number => Object.values(bytes).reduce((a, b) => a + b, 0);

export async function benchCurves(db: Database, options: { runs: number; steps: number; rounds: number }) {
  const { runs, steps, rounds } = options;
  const before = await sealedBytes(db);
  const start = performance.now();
  const runIds: RunId[] = [];
  for (let seed = 0; seed < runs; seed++) {
    runIds.push(await syntheticRun(db, { steps, seed: 1000 + seed }));
    // What autovacuum does within a minute: runs grow into the room that rewritten segments have left.
    await db.pool.query('VACUUM metric_rollup, metric_hot');
  }
  const seconds = (performance.now() - start) / 1000;
  const after = await sealedBytes(db);
  const points = runs * steps * VALUES_A_CALL;
  await db.pool.query('VACUUM ANALYZE');
  const runId = runIds[0] as RunId;
  const names = ['G/term 1'];
  const oneRun = await time(rounds, () => readCurvesOfRuns(db, { runIds: [runId], buckets: 400 }));
  const zoomed = await time(rounds, () =>
    readCurvesOfRuns(db, {
      runIds: [runId],
      buckets: 400,
      fromStep: Math.floor(steps / 3),
      toStep: Math.floor(steps / 2),
    }),
  );
  const overlay = await time(rounds, () => readCurvesOfRuns(db, { runIds, names, buckets: 1000 }));
  const deletions = [];
  for (const id of runIds.slice(-3)) {
    const began = performance.now();
    await db.pool.query('DELETE FROM run WHERE id = $1', [id]);
    deletions.push(performance.now() - began);
  }
  return {
    runs,
    steps,
    series: VALUES_A_CALL,
    storedAndSealedPointsPerSecond: Math.round(points / seconds),
    bytesPerSealedPoint: {
      all: rounded((total(after) - total(before)) / points),
      chunks: rounded(((after['metric_chunk'] ?? 0) - (before['metric_chunk'] ?? 0)) / points),
      rollups: rounded(((after['metric_rollup'] ?? 0) - (before['metric_rollup'] ?? 0)) / points),
    },
    milliseconds: {
      allSeriesOfARun400Buckets: oneRun,
      allSeriesOfARun400BucketsZoomed: zoomed,
      oneSeriesOfAllRuns1000Buckets: overlay,
      deleteARun: { least: rounded(Math.min(...deletions)), most: rounded(Math.max(...deletions)) },
    },
  };
}
