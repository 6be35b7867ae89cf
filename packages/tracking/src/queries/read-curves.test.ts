import { runIdSchema, type RunId } from '@starlab/experiment';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { readCurves, readCurvesOfRuns } from './read-curves.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

interface Logged {
  readonly step: number;
  readonly value: number;
}

/** A run whose attempts have logged these values of `x`. */
async function runWith(attempts: readonly (readonly Logged[])[]): Promise<RunId> {
  const runId = await createTestRun(test.db);
  for (const logged of attempts) {
    const log = await openRunLog(test.db, { runId, home: test.home });
    for (const { step, value } of logged) log.log({ x: value }, { step });
    await log.finish('killed');
  }
  return runId;
}

const stepsAndValues = (length: number, value: (step: number) => number): Logged[] =>
  Array.from({ length }, (_, step) => ({ step, value: value(step) }));

describe('readCurves', () => {
  it('gives the points themselves where they fit', async () => {
    const runId = await runWith([stepsAndValues(5, (step) => step / 8)]);
    const curves = await readCurves(test.db, { runId, buckets: 5 });
    expect(curves).toMatchObject([
      {
        name: 'x',
        resolution: 1,
        points: [0, 1, 2, 3, 4].map((step) => ({ step, min: step / 8, mean: step / 8 })),
      },
    ]);
    const time = curves[0]?.points[0]?.time ?? 0;
    // The value was logged within the last minute, by the clock of this machine.
    expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
  });

  it('gathers 1000 steps in buckets of 16 for 100 pixels and keeps the one spike', async () => {
    const runId = await runWith([stepsAndValues(1_000, (step) => (step === 517 ? 1e6 : 1))]);
    const [curve] = await readCurves(test.db, { runId, buckets: 100 });
    expect(curve?.resolution).toBe(16);
    expect(curve?.points).toHaveLength(63);
    expect(curve?.points[32]).toMatchObject({ step: 527, min: 1, max: 1e6, mean: (1e6 + 15) / 16, last: 1 });
  });

  it('does not move old buckets when the run grows', async () => {
    const runId = await runWith([stepsAndValues(600, (step) => Math.sin(step))]);
    const [before] = await readCurves(test.db, { runId, buckets: 64 });
    const log = await openRunLog(test.db, { runId, home: test.home });
    for (let step = 600; step < 900; step++) log.log({ x: step }, { step });
    await log.finish('killed');
    const [after] = await readCurves(test.db, { runId, buckets: 64 });
    expect(after?.resolution).toBe(before?.resolution);
    // All but the bucket that was still filling.
    expect(after?.points.slice(0, 37)).toEqual(before?.points.slice(0, 37));
  });

  it('reads a window, inclusive at both ends', async () => {
    const runId = await runWith([stepsAndValues(100, (step) => step)]);
    const [curve] = await readCurves(test.db, { runId, buckets: 50, fromStep: 20, toStep: 40 });
    expect(curve?.points.map(({ step }) => step)).toEqual(Array.from({ length: 21 }, (_, i) => 20 + i));
  });

  it('shows NaN in the mean and spares the extremes', async () => {
    const values = [1, NaN, 3, -Infinity];
    const runId = await runWith([stepsAndValues(4, (step) => values[step] ?? 0)]);
    const [curve] = await readCurves(test.db, { runId, buckets: 1 });
    expect(curve).toMatchObject({
      resolution: 4,
      points: [{ step: 3, min: '-Infinity', max: 3, mean: 'NaN', last: '-Infinity' }],
    });
  });

  it('reads hundreds of series, chosen by name', async () => {
    const runId = await createTestRun(test.db);
    const log = await openRunLog(test.db, { runId, home: test.home });
    const names = Array.from({ length: 300 }, (_, i) => `series ${i}`);
    for (const step of [0, 1])
      log.log(Object.fromEntries(names.map((name, i) => [name, i + step])), { step });
    await log.finish('finished');
    expect((await readCurves(test.db, { runId, buckets: 10 })).map(({ name }) => name)).toEqual(names);
    const chosen = await readCurves(test.db, {
      runId,
      names: ['series 299', 'series 7', 'absent'],
      buckets: 10,
    });
    expect(chosen.map(({ name, points }) => [name, ...points.map(({ last }) => last)])).toEqual([
      ['series 7', 7, 8],
      ['series 299', 299, 300],
    ]);
  });

  it('gives several runs buckets of the same steps, in the order asked for', async () => {
    const long = await runWith([stepsAndValues(1_000, (step) => step)]);
    const short = await runWith([stepsAndValues(300, (step) => -step)]);
    const absent = runIdSchema.parse(crypto.randomUUID());
    const runs = await readCurvesOfRuns(test.db, {
      runIds: [short, absent, long],
      names: ['x'],
      buckets: 100,
    });
    expect(runs.map(({ runId, curves }) => [runId, ...curves.map((curve) => curve.resolution)])).toEqual([
      [short, 16],
      [long, 16],
    ]);
    const second = runs.map(({ curves: [curve] }) => [curve?.steps[1], curve?.min[1], curve?.max[1]]);
    expect(second).toEqual([
      [31, -31, -16],
      [31, 16, 31],
    ]);
  });

  it('knows no curves of a run that has logged nothing', async () => {
    expect(await readCurves(test.db, { runId: await createTestRun(test.db), buckets: 100 })).toEqual([]);
  });

  it('loses no spike and invents none, whatever the attempts, gaps and buckets', async () => {
    const attempt = fc.record({
      firstStep: fc.nat(200),
      gaps: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 }),
    });
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -5, max: 5 }) },
      fc.constantFrom(1e6, -1e6),
    );
    const attempts = fc.array(attempt, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        attempts,
        fc.infiniteStream(value),
        fc.integer({ min: 1, max: 80 }),
        async (given, values, buckets) => {
          const logged = given.map(({ firstStep, gaps }) => {
            let step = firstStep;
            return gaps.map((gap) => ({ step: (step += gap), value: Number(values.next().value) }));
          });
          const runId = await runWith(logged);
          const visible = logged.flatMap((rows, i) => {
            const superseded = Math.min(...logged.slice(i + 1).flatMap((later) => later[0]?.step ?? []));
            return rows.filter(({ step }) => step < superseded);
          });
          const [curve] = await readCurves(test.db, { runId, buckets });
          const points = curve?.points ?? [];
          const resolution = curve?.resolution ?? 1;
          expect(points.length).toBeLessThanOrEqual(buckets);
          const bucketOf = (step: number): number => Math.floor(step / resolution);
          expect(points).toHaveLength(new Set(visible.map(({ step }) => bucketOf(step))).size);
          for (const { step, min, max, mean, last } of points) {
            const members = visible.filter((row) => bucketOf(row.step) === bucketOf(step));
            const memberValues = members.map((member) => member.value);
            expect([min, max]).toEqual([Math.min(...memberValues), Math.max(...memberValues)]);
            expect([step, last]).toEqual([members.at(-1)?.step, members.at(-1)?.value]);
            // Sums of these integers are exact; a few roundings of a mean of at most 1e6 come to less than 1e-9 each.
            const exact = memberValues.reduce((sum, each) => sum + each, 0) / memberValues.length;
            expect(Math.abs(Number(mean) - exact)).toBeLessThanOrEqual(1e-6);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
