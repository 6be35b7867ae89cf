// One of the writers of bench/ingest.ts: logs calls of 20 values through the public API, as a training loop does that computes
// nothing, and tells what became of them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runIdSchema } from '@starlab/experiment';
import { openDatabase, openRunLog } from '../src/index.ts';
import { VALUES_A_CALL } from './synthetic-run.ts';

/** Calls between two turns of the event loop. */
const CALLS_A_TURN = 50;

const [url = '', id, home = '', calls = '0'] = process.argv.slice(2);
const db = await openDatabase(url);
const batches: number[] = [];
const log = await openRunLog(db, {
  runId: runIdSchema.parse(id),
  home,
  onStored: ({ milliseconds }) => batches.push(milliseconds),
});
const names = Array.from({ length: VALUES_A_CALL }, (_, i) => `${i % 2 ? 'G' : 'D'}/term ${i}`);

process.send?.('ready');
process.once('message', () => {
  void (async () => {
    const before = process.cpuUsage();
    const start = performance.now();
    let logging = 0;
    for (let step = 0; step < Number(calls); step++) {
      const values: Record<string, number> = {};
      for (const [i, name] of names.entries())
        values[name] = Math.fround(Math.sin(step * 0.01 + i) + Math.random());
      const called = performance.now();
      log.log(values, { step });
      logging += performance.now() - called;
      if (step % CALLS_A_TURN === 0) await nextTurn();
    }
    const logged = performance.now();
    // On a machine that does much else, half a minute may not be enough.
    for (let stored = false; !stored;) {
      stored = await log.flush().then(
        () => true,
        () => false,
      );
    }
    const stored = performance.now();
    const { user, system } = process.cpuUsage(before);
    process.send?.({
      batches,
      secondsLogging: (logged - start) / 1000,
      secondsStored: (stored - start) / 1000,
      microsecondsACall: (1000 * logging) / Number(calls),
      cpuSeconds: (user + system) / 1e6,
    });
    await log.finish('finished');
    await db.close();
    process.exit();
  })();
});
