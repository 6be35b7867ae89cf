// A run of a million points, with one spike that every view of it must show.
import { randomStream, resolveConfig, type RunId } from '@starlab/experiment';
import { createRun, createStudy, openRunLog, type Database } from '@starlab/tracking';

export const LONG_STEPS = 100_000;
export const SPIKE = { step: 61_803, value: 1_000 } as const;
/** Log calls between two waits for the database. */
const FLUSH_EVERY = 10_000;

export async function seedLongRun(
  target: { readonly db: Database; readonly home: string },
  series = 10,
): Promise<RunId> {
  const config = resolveConfig({ imageSize: 32, iterations: LONG_STEPS, logEvery: 1 });
  const domains = ['cat', 'dog'];
  const studyId = await createStudy(target.db, { name: 'long', dataset: 'demo', domains, base: config });
  const runId = await createRun(target.db, {
    studyId,
    name: 'a million points',
    config,
    domains,
    dataset: { path: 'data/demo', sha256: 'd4'.repeat(32) },
    command: 'starlab train',
    environment: {},
    git: null,
  });
  const log = await openRunLog(target.db, { runId, home: target.home });
  const names = Array.from({ length: series }, (_, i) => `loss/${i}`);
  const random = randomStream({ seed: 1, purpose: 'long run', index: 0 });
  for (let step = 1; step <= LONG_STEPS; step += 1) {
    const values = Object.fromEntries(names.map((name) => [name, 1 + 0.1 * random.normal()]));
    log.log(step === SPIKE.step ? { ...values, 'loss/3': SPIKE.value } : values, { step });
    if (step % FLUSH_EVERY === 0) await log.flush();
  }
  await log.finish('finished');
  return runId;
}
