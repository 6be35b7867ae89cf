// A program for replay-journals.test.ts to kill: logs `x = step` as fast as it can, and says which step it has reached.
import { runIdSchema } from '@starlab/experiment';
import { openDatabase } from '../database/open-database.ts';
import { openRunLog } from './open-run-log.ts';

const [url = '', runId, home = ''] = process.argv.slice(2);
const log = await openRunLog(await openDatabase(url), { runId: runIdSchema.parse(runId), home });
for (let step = 1; ; step++) {
  log.log({ x: step, 'x/negative': -step }, { step });
  if (step % 50 === 0) {
    process.stdout.write(`${step}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
