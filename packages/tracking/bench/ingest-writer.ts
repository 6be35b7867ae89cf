// One of the writers of bench/ingest.ts: logs calls of 20 values through the public API, as a training loop does that computes
// nothing, and tells what became of them.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { runIdSchema } from '@starlab/experiment';
import { openDatabase, openRunLog } from '../src/index.ts';
import { VALUES_A_CALL } from './synthetic-run.ts';

/** Calls between two turns of the event loop. */
const CALLS_A_TURN = 50;
/** So many calls go before those that are measured, while the program is still being compiled. */
const WARM_UP_CALLS = 5_000;

const [url = '', id, home = '', calls = '0', callsPerSecond = 'Infinity'] = process.argv.slice(2);
const db = await openDatabase(url);
const batches: number[] = [];
const log = await openRunLog(db, {
  runId: runIdSchema.parse(id),
  home,
  onStored: ({ milliseconds }) => batches.push(milliseconds),
});
/** What is logged, over and over: making up numbers would take longer than logging them. */
const noise = Float64Array.from({ length: 10_007 }, () => Math.fround(Math.random()));
const names = Array.from({ length: VALUES_A_CALL }, (_, i) => `${i % 2 ? 'G' : 'D'}/term ${i}`);
let step = 0;

function logCall(): void {
  const values: Record<string, number> = {};
  for (let i = 0; i < names.length; i++) {
    values[names[i] as string] = noise[(step * VALUES_A_CALL + i) % noise.length] as number;
  }
  log.log(values, { step: step++ });
}

async function flush(): Promise<void> {
  // On a machine that does much else, half a minute may not be enough.
  for (let stored = false; !stored;) {
    stored = await log.flush().then(
      () => true,
      () => false,
    );
  }
}

/** @returns seconds spent in `log`, the making of what is logged included. */
async function logCalls(count: number, perSecond: number): Promise<number> {
  const start = performance.now();
  let logging = 0;
  for (let done = 0; done < count;) {
    const due = Math.min(count, done + CALLS_A_TURN, ((performance.now() - start) / 1000) * perSecond);
    const called = performance.now();
    for (; done < due; done++) logCall();
    logging += performance.now() - called;
    await (perSecond === Infinity ? nextTurn() : sleep(5));
  }
  return logging / 1000;
}

await logCalls(WARM_UP_CALLS, Infinity);
await flush();
batches.length = 0;
process.send?.('ready');
process.once('message', () => {
  void (async () => {
    const before = process.cpuUsage();
    const start = performance.now();
    const secondsLogging = await logCalls(Number(calls), Number(callsPerSecond));
    await flush();
    const secondsStored = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    process.send?.({
      batches,
      secondsStored,
      microsecondsACall: (1e6 * secondsLogging) / Number(calls),
      cpuSeconds: (user + system) / 1e6,
    });
    await log.finish('finished');
    await db.close();
    process.exit();
  })();
});
