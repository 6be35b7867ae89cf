// A training script of your own that logs to Starlab: npx tsx train.ts, then look at it with `npm start`.
// STARLAB_HOME says where; DATABASE_URL, if you have a PostgreSQL of your own.
import path from 'node:path';
import { resolveConfig } from '@starlab/experiment';
import {
  createRun,
  createStudy,
  openDatabase,
  openRunLog,
  resolveDatabase,
  startSystemMetrics,
} from '@starlab/tracking';

const home = path.resolve(process.env.STARLAB_HOME ?? '.starlab');
const { url } = await resolveDatabase({ home, env: process.env });
const db = await openDatabase(url);

const config = resolveConfig({ imageSize: 64, iterations: 200, seed: 7, learningRate: 1e-3 });
const domains = ['cat', 'dog'];
const studyId = await createStudy(db, { name: 'my experiments', dataset: 'photos', domains, base: config });
const runId = await createRun(db, {
  ...{ studyId, name: `lr ${config.learningRate}`, config, domains },
  dataset: { path: 'photos', sha256: '0'.repeat(64) },
  command: process.argv.join(' '),
  environment: { node: process.versions.node },
  git: null,
});

const log = await openRunLog(db, { runId, home, onWarning: console.error });
let step = 0;
const stopMetrics = startSystemMetrics(log, () => step);
try {
  for (step = 1; step <= config.iterations; step++) {
    // In place of a training step: two losses that go where losses go.
    const loss = Math.exp(-step / 80) + 0.02 * Math.sin(step);
    log.log({ 'D/loss': 1 - loss, 'G/loss': loss }, { step });
  }
  log.message('trained');
  stopMetrics();
  await log.finish('finished');
  console.log(runId);
} catch (error) {
  stopMetrics();
  await log.finish('failed', String(error));
  throw error;
} finally {
  await db.close();
}
