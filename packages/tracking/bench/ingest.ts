// How fast do several processes log through the public API, and how soon is a batch acknowledged?
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createTestRun, type TestDatabase } from '../src/testing.ts';
import { percentile, rounded, serverCpuSeconds } from './measure.ts';
import { VALUES_A_CALL } from './synthetic-run.ts';

const program = fileURLToPath(new URL('./ingest-writer.ts', import.meta.url));

interface Report {
  readonly batches: number[];
  readonly secondsStored: number;
  readonly microsecondsACall: number;
  readonly cpuSeconds: number;
}

interface IngestOptions {
  readonly writers: number;
  /** Of each writer. */
  readonly calls: number;
  /** Of all writers together. @default as many as they can */
  readonly pointsPerSecond?: number;
}

async function startWriter(test: TestDatabase, options: IngestOptions): Promise<ChildProcess> {
  const { writers, calls, pointsPerSecond = Infinity } = options;
  const runId = await createTestRun(test.db, { studyName: 'ingest' });
  const callsPerSecond = pointsPerSecond / writers / VALUES_A_CALL;
  const child = fork(program, [test.url, runId, test.home, String(calls), String(callsPerSecond)], {
    execArgv: ['--import', 'tsx'],
  });
  await once(child, 'message');
  return child;
}

export async function benchIngest(test: TestDatabase, options: IngestOptions) {
  const { writers, calls } = options;
  const children: ChildProcess[] = [];
  for (let i = 0; i < writers; i++) children.push(await startWriter(test, options));
  const serverBefore = await serverCpuSeconds(test.db);
  const start = performance.now();
  const reports = await Promise.all(
    children.map(async (child) => {
      child.send('go');
      const ended = once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`a writer ended: ${code}`)),
      );
      const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report];
      ended.catch(() => {});
      return report;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const serverSeconds = (await serverCpuSeconds(test.db)) - serverBefore;
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  const batches = reports.flatMap((report) => report.batches);
  const points = writers * calls * VALUES_A_CALL;
  const clientSeconds = reports.reduce((sum, report) => sum + report.cpuSeconds, 0);
  return {
    writers,
    callsAWriter: calls,
    valuesACall: VALUES_A_CALL,
    pointsPerSecond: Math.round(points / seconds),
    batches: batches.length,
    batchMilliseconds: {
      median: rounded(percentile(batches, 0.5)),
      p99: rounded(percentile(batches, 0.99)),
    },
    microsecondsALogCall: rounded(
      reports.reduce((sum, report) => sum + report.microsecondsACall, 0) / writers,
    ),
    cpuSecondsPerMillionPoints: {
      writers: rounded((1e6 * clientSeconds) / points),
      server: rounded((1e6 * serverSeconds) / points),
    },
  };
}
