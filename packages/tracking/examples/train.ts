// A training script of your own that logs to Starlab: npx tsx train.ts, then look at it with `npm start`.
// STARLAB_HOME says where; DATABASE_URL, if you have a PostgreSQL of your own.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  applyMigrations,
  createExternalRun,
  openDatabase,
  openRunLog,
  resolveDatabase,
  startSystemMetrics,
} from '@starlab/tracking';

const home = path.resolve(process.env.STARLAB_HOME ?? '.starlab');
const { url } = await resolveDatabase({ home, env: process.env });
// The tables, where Starlab itself has not run yet.
await applyMigrations(url, fileURLToPath(new URL('../../../prisma/migrations', import.meta.url)));
const db = await openDatabase(url);

const iterations = 200;
const runId = await createExternalRun(db, {
  study: 'my experiments',
  name: 'lr 0.001',
  method: 'my method',
  config: { optimiser: { name: 'adam', learningRate: 1e-3 }, iterations },
  seed: 7,
  dataset: 'photos',
  command: process.argv.join(' '),
  environment: { node: process.versions.node },
  git: null,
});

const log = await openRunLog(db, { runId, home, onWarning: console.error });
let step = 0;
const stopMetrics = startSystemMetrics(log, () => step);
try {
  for (step = 1; step <= iterations; step++) {
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
