// Shows the seeded pages until Ctrl-C: `npx tsx test/preview.ts [port] [more runs]`. One run goes on training before one's
// eyes.
import { startTestDatabase } from '@starlab/tracking/testing';
import { buildIfStale, startDashboard } from './dashboard-server.ts';
import { seedManyRuns } from './many-runs.ts';
import { seed } from './seed.ts';

const LOG_INTERVAL_MS = 500;

const database = await startTestDatabase();
const seeded = await seed(database);
const moreRuns = Number(process.argv[3] ?? 0);
if (moreRuns > 0) await seedManyRuns(database.db, seeded.finishedRun, moreRuns);
buildIfStale();
const port = Number(process.argv[2] ?? 3210);
const dashboard = await startDashboard({ home: database.home, databaseUrl: database.url, port });
let step = 1240;
const training = setInterval(() => {
  step += 5;
  seeded.live.log(seeded.valuesAt(step), { step });
  if (step >= 2000) clearInterval(training);
}, LOG_INTERVAL_MS);
console.log(`${dashboard.address}/runs/${seeded.runningRun}`);
console.log(`For \`next dev\`: STARLAB_HOME=${database.home} DATABASE_URL=${database.url}`);
process.once('SIGINT', () => {
  clearInterval(training);
  void dashboard
    .stop()
    .then(() => seeded.live.finish('killed', 'Stopped by its user.'))
    .then(() => database.stop());
});
