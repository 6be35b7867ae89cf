// What logging takes from an iteration, and whether the main thread hears timers and signals while one runs: a thread that is
// blocked for as long as an iteration takes, without using a processor, logs 20 values and its progress after each, as training does.
// Whatever processor time is then used is logging's. Prints JSON.
//   npm run bench:logging -- [--iteration-seconds 0.1] [--iterations 300]
import type { RunLogHandle } from '../src/execution/run-log-handle.ts';
import { openRunLog } from '@starlab/tracking';
import { createTestRun, startTestDatabase } from '@starlab/tracking/testing';
import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const { values } = parseArgs({
  options: {
    'iteration-seconds': { type: 'string', default: '0.1' },
    iterations: { type: 'string', default: '300' },
  },
});
const iterationSeconds = Number(values['iteration-seconds']);
const iterations = Number(values.iterations);
const VALUES = 20;

/** As an engine thread: hears nothing while it "computes", then says what came of it. */
const engine = `
const { parentPort, workerData } = require('node:worker_threads');
const { milliseconds, iterations, names, silent } = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));
parentPort.postMessage({ type: 'started' });
for (let done = 1; done <= iterations; done++) {
  Atomics.wait(never, 0, 0, milliseconds);
  if (silent) continue;
  const losses = Object.fromEntries(names.map((name, i) => [name, Math.fround(Math.sin(done + i))]));
  parentPort.postMessage({ type: 'log', step: done, values: losses });
  parentPort.postMessage({ type: 'progress', done, losses });
}
parentPort.postMessage({ type: 'done' });
`;

type Said =
  | { readonly type: 'log'; readonly step: number; readonly values: Record<string, number> }
  | { readonly type: 'started' | 'progress' | 'done' };

/** Processor seconds of this process while the thread goes through `count` iterations, silently or logging each. */
async function cpuSeconds(count: number, log?: RunLogHandle): Promise<number> {
  const names = Array.from({ length: VALUES }, (_, i) => `${i % 2 ? 'G' : 'D'}/term ${i}`);
  const milliseconds = 1000 * iterationSeconds;
  const workerData = { milliseconds, iterations: count, names, silent: !log };
  const worker = new Worker(engine, { eval: true, workerData });
  let before = process.cpuUsage();
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: Said) => {
      if (message.type === 'started') before = process.cpuUsage();
      if (message.type === 'log') log?.log(message.values, { step: message.step });
      if (message.type === 'done') resolve();
    });
  });
  await log?.flush();
  const { user, system } = process.cpuUsage(before);
  await worker.terminate();
  return (user + system) / 1e6;
}

const test = await startTestDatabase({ ownServer: true });
try {
  const log = await openRunLog(test.db, { runId: await createTestRun(test.db), home: test.home });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await cpuSeconds(Math.ceil(iterations / 4), log); // compiled by now
  const silent = await cpuSeconds(iterations);
  delay.reset();
  const logging = await cpuSeconds(iterations, log);
  delay.disable();
  await log.finish('finished');
  const millisecondsAnIteration = (1000 * (logging - silent)) / iterations;
  console.log(
    JSON.stringify(
      {
        setting: { iterationSeconds, iterations, valuesAnIteration: VALUES, loadAverage: loadavg()[0] },
        cpuMillisecondsAnIteration: millisecondsAnIteration,
        shareOfAnIteration: millisecondsAnIteration / (1000 * iterationSeconds),
        // A timer set for 1 ms, such as a heartbeat's, goes off so much later.
        mainThreadDelayMilliseconds: {
          median: (delay.percentile(50) - 1e6) / 1e6,
          p99: (delay.percentile(99) - 1e6) / 1e6,
          max: (delay.max - 1e6) / 1e6,
        },
      },
      null,
      2,
    ),
  );
} finally {
  await test.stop();
}
