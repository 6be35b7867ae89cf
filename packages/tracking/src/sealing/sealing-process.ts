// A program for seal-run.test.ts to kill: seals the runs it is told, and says when each is done.
import { runIdSchema } from '@starlab/experiment';
import { openDatabase } from '../database/open-database.ts';
import { sealRun } from './seal-run.ts';

const [url = '', ...runIds] = process.argv.slice(2);
const db = await openDatabase(url);
for (const runId of runIds) {
  await sealRun(db.pool, runIdSchema.parse(runId), 'everything');
  process.stdout.write(`${runId}\n`);
}
// Long enough to be killed even where it is quicker than its killer.
setTimeout(() => {}, 10_000);
