import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { lossesAt } from './losses-at.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

/** A run that logs `valueAt(step)` every 10 steps. */
async function loggedRun(seed: number, valueAt: (step: number) => Record<string, number>) {
  const runId = await createTestRun(test.db, { config: { seed } });
  const log = await openRunLog(test.db, { runId, home: test.home });
  for (let step = 10; step <= 200; step += 10) log.log(valueAt(step), { step });
  await log.finish('finished');
  return runId;
}

it('averages each series over the iterations up to the step, for every run alike', async () => {
  const linear = await loggedRun(1, (step) => ({ 'G/latent/cyc': step }));
  const broken = await loggedRun(2, (step) => ({
    'G/latent/cyc': step === 140 ? NaN : 1,
    ...(step <= 50 ? { 'G/latent/ds': 7 } : {}),
  }));
  const at = (step: number, window: number) => lossesAt(test.db, { runIds: [broken, linear], step, window });

  // (120, 150] holds 130, 140 and 150: mean 140.
  expect(await at(150, 30)).toEqual([
    { runId: broken, means: { 'G/latent/cyc': 'NaN' } },
    { runId: linear, means: { 'G/latent/cyc': 140 } },
  ]);
  expect(await at(50, 1)).toEqual([
    { runId: broken, means: { 'G/latent/cyc': 1, 'G/latent/ds': 7 } },
    { runId: linear, means: { 'G/latent/cyc': 50 } },
  ]);
  expect(await at(55, 4)).toEqual([
    { runId: broken, means: {} },
    { runId: linear, means: {} },
  ]);
});
