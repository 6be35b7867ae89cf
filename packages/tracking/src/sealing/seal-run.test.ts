import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunId } from '@starlab/experiment';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCurves } from '../queries/read-curves.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { markCrashed } from '../write/mark-crashed.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { replayJournals } from '../write/replay-journals.ts';
import { BucketSet, type Point } from './bucket.ts';
import { toCurvePoints } from '../queries/buckets.ts';
import { sealAbandoned } from './seal-abandoned.ts';
import { KEPT_HOT, sealRun } from './seal-run.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

/** Log calls in the database: unsealed, and sealed ones by the points of their series `x`. */
async function storedPoints(runId: RunId): Promise<{ hot: number; chunks: number; rollups: number }> {
  const { rows } = await test.db.pool.query<{ hot: number; chunks: number; rollups: number }>(
    `SELECT (SELECT coalesce(sum(calls), 0)::int FROM metric_hot WHERE run = run.number) AS hot,
            (SELECT count(*)::int FROM metric_chunk JOIN series ON series.number = series
             WHERE run_id = run.id AND name = 'x') AS chunks,
            (SELECT count(*)::int FROM metric_rollup JOIN series ON series.number = series
             WHERE run_id = run.id AND name = 'x') AS rollups
     FROM run WHERE id = $1`,
    [runId],
  );
  return rows[0] ?? { hot: 0, chunks: 0, rollups: 0 };
}

const open = (runId: RunId) => openRunLog(test.db, { runId, home: test.home });

interface Logged {
  readonly step: number;
  readonly value: number;
}

/** What the curve of `attempts` has to be, computed from the values one by one. */
function bruteForce(
  attempts: readonly (readonly Logged[])[],
  request: { readonly exponent: number; readonly fromStep: number; readonly toStep: number },
): Point[][] {
  const groups = new Map<number, Point[]>();
  for (const [i, rows] of attempts.entries()) {
    const superseded = Math.min(...attempts.slice(i + 1).flatMap((later) => later.map(({ step }) => step)));
    for (const [row, { step, value }] of rows.entries()) {
      if (step >= superseded || step < request.fromStep || step > request.toStep) continue;
      const index = Math.floor(step / 2 ** request.exponent);
      groups.set(index, [...(groups.get(index) ?? []), { step, seq: row + 1, time: 0, value }]);
    }
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, points]) => points);
}

describe('sealing', () => {
  it('shows the same curves before and after, at every zoom', async () => {
    const value = fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: -50, max: 50 }) },
      fc.constantFrom(1e6, -1e6, NaN, Infinity, -Infinity),
    );
    const attempt = fc.record({
      firstStep: fc.nat(9_000),
      gap: fc.constantFrom(0, 1, 1, 3, 10),
      rows: fc.integer({ min: 1, max: 2_600 }),
      sealed: fc.constantFrom(undefined, 'whole chunks' as const, 'everything' as const),
    });
    const windows = fc.array(
      fc.tuple(fc.nat(20_000), fc.nat(12_000), fc.constantFrom(1, 7, 60, 400, 5_000)),
      {
        minLength: 4,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(attempt, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(value),
        windows,
        async (attempts, values, asked) => {
          const runId = await createTestRun(test.db);
          const logged: Logged[][] = [];
          for (const { firstStep, gap, rows, sealed } of attempts) {
            const log = await open(runId);
            const written = Array.from({ length: rows }, (_, i) => ({
              step: firstStep + gap * i,
              value: Number(values.next().value),
            }));
            for (const [i, { step, value: x }] of written.entries()) {
              // Two sets of names: the series has chunks and rows of both.
              log.log(i % 5 === 4 ? { x } : { 'x/other': step, x }, { step });
              if (i === Math.floor(rows / 2)) {
                await log.flush();
                if (sealed) await sealRun(test.db.pool, runId, sealed);
              }
            }
            await log.flush();
            if (sealed) await sealRun(test.db.pool, runId, sealed);
            // Without the sealing that its end brings, so that some is sealed and some is not.
            if (sealed === 'everything') await log.finish('killed');
            else await test.db.pool.query("UPDATE run SET state = 'killed' WHERE id = $1", [runId]);
            logged.push(written);
          }
          for (const [from, length, buckets] of [[0, 50_000, 100] as const, ...asked]) {
            const window = { fromStep: from, toStep: from + length };
            const [curve] = await readCurves(test.db, { runId, names: ['x'], buckets, ...window });
            const points = curve?.points ?? [];
            const exponent = Math.log2(curve?.resolution ?? 1);
            const expected = bruteForce(logged, { exponent, ...window }).map((members) => {
              const set = new BucketSet(exponent);
              for (const point of members) set.addPoint(point);
              return toCurvePoints(set.buckets());
            });
            // Times are the clock's. Sums of these integers are exact.
            expect(points.map((point) => ({ ...point, time: 0 }))).toEqual(expected.flat());
            if (curve && curve.resolution > 1) expect(points.length).toBeLessThanOrEqual(buckets);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it('leaves what does not fill a chunk, and the newest rows, until the run ends', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    for (let step = 0; step < 1024 + KEPT_HOT - 1; step++) log.log({ x: step }, { step });
    await log.flush();
    expect(await sealRun(test.db.pool, runId, 'whole chunks')).toBe(0);
    log.log({ x: 0 }, { step: 2000 });
    await log.flush();
    expect(await sealRun(test.db.pool, runId, 'whole chunks')).toBe(1024);
    expect(await storedPoints(runId)).toMatchObject({ hot: KEPT_HOT, chunks: 1 });
    expect(await sealAbandoned(test.db)).not.toContain(runId);
    await log.finish('killed');
    expect(await storedPoints(runId)).toMatchObject({ hot: 0, chunks: 2 });
  });

  it('of a run whose process is gone is taken up by whoever comes next', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    log.log({ x: 1 }, { step: 1 });
    await log.flush();
    // No process has this number: it is above the kernel's limit.
    await test.db.pool.query('UPDATE attempt SET pid = 1073741824 WHERE run_id = $1', [runId]);
    await markCrashed(test.db, { runId });
    expect(await sealAbandoned(test.db)).toContain(runId);
    expect(await storedPoints(runId)).toMatchObject({ hot: 0, chunks: 1, rollups: 1 });
    expect(await sealAbandoned(test.db)).toEqual([]);
    await log.finish('killed');
  });

  it('takes turns: callers at once, a run that goes on, and readers see every value once', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    const total = 2_600;
    let logging = true;
    const steps = async (): Promise<number[]> => {
      const [curve] = await readCurves(test.db, { runId, names: ['x'], buckets: 2 * total });
      return curve?.points.map(({ step }) => step) ?? [];
    };
    const reader = async (): Promise<number> => {
      let gaps = 0;
      while (logging) {
        // What is being sealed is in one place or the other: never is there a hole before the last value.
        gaps += (await steps()).filter((step, i) => step !== i).length;
        await sleep(10);
      }
      return gaps;
    };
    const sealer = async (): Promise<void> => {
      while (logging) {
        await sealRun(test.db.pool, runId, 'everything');
        await sleep(20);
      }
    };
    const others = Promise.all([reader(), sealer(), sealer()]);
    for (let step = 0; step < total; step++) {
      log.log({ x: step }, { step });
      if (step % 100 === 0) await log.flush();
    }
    await log.flush();
    logging = false;
    expect((await others)[0]).toBe(0);
    await Promise.all([1, 2, 3].map(() => sealRun(test.db.pool, runId, 'everything')));
    expect(await steps()).toEqual(Array.from({ length: total }, (_, i) => i));
    expect((await storedPoints(runId)).hot).toBe(0);
    await log.finish('killed');
  });

  it('is not undone by what is sent again', async () => {
    const runId = await createTestRun(test.db);
    const log = await open(runId);
    for (let step = 0; step < 10; step++) log.log({ x: step }, { step });
    await log.finish('killed');
    const before = await readCurves(test.db, { runId, buckets: 100 });
    expect(await replayJournals(test.db, test.home)).toEqual([]);
    expect((await storedPoints(runId)).hot).toBe(0);
    expect(await readCurves(test.db, { runId, buckets: 100 })).toEqual(before);
    // What comes late, of an attempt that is sealed, is sealed after it.
    const second = await open(runId);
    second.log({ x: 10 }, { step: 10 });
    await second.finish('killed');
    const [curve] = await readCurves(test.db, { runId, buckets: 100 });
    expect(curve?.points).toHaveLength(11);
  });
});

const program = fileURLToPath(new URL('./sealing-process.ts', import.meta.url));

it('killed in the middle, loses nothing and doubles nothing', async () => {
  const runIds: RunId[] = [];
  const rows = 2_000;
  for (let seed = 0; seed < 4; seed++) {
    const runId = await createTestRun(test.db, { config: { seed } });
    const log = await open(runId);
    for (let step = 0; step < rows; step++) log.log({ x: step, y: -step, z: step / 2 }, { step });
    await log.flush();
    runIds.push(runId);
  }
  const child = spawn(process.execPath, ['--import', 'tsx', program, test.url, ...runIds], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  // Killed as soon as the first run is sealed: it is in the middle of a later one.
  child.stdout.once('data', () => child.kill('SIGKILL'));
  expect(await exit).toEqual([null, 'SIGKILL']);
  const isWhole = async (runId: RunId): Promise<void> => {
    const [x] = await readCurves(test.db, { runId, names: ['x'], buckets: 2 * rows });
    expect(x?.points.map(({ last }) => last)).toEqual(Array.from({ length: rows }, (_, i) => i));
  };
  for (const runId of runIds) await isWhole(runId);
  for (const runId of runIds) await sealRun(test.db.pool, runId, 'everything');
  for (const runId of runIds) await isWhole(runId);
});
