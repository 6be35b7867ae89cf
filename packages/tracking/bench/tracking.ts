// What tracking costs: ingest, room, reading curves, the runs table, deleting; on an embedded server of its own.
// npx tsx bench/tracking.ts [--writers 8] [--calls 250000] [--runs 10] [--steps 100000] [--table 5000] [--rounds 30]
// [--only ingest,curves,table]; prints one JSON object, with the figures to reach beside those measured.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startTestDatabase } from '../src/testing.ts';
import { benchCurves } from './curves.ts';
import { benchIngest } from './ingest.ts';
import { rounded } from './measure.ts';
import { benchRunsTable } from './runs-table.ts';

const { values } = parseArgs({
  options: {
    writers: { type: 'string', default: '8' },
    calls: { type: 'string', default: '250000' },
    runs: { type: 'string', default: '10' },
    steps: { type: 'string', default: '100000' },
    table: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '30' },
    only: { type: 'string', default: 'ingest,curves,table' },
  },
});
const parts = values.only.split(',');
const [rounds, writers, calls] = [values.rounds, values.writers, values.calls].map(Number) as [
  number,
  number,
  number,
];

/** What the figures are to reach, on two cores that do nothing else. */
const targets = {
  ingestPointsPerSecond: 1_000_000,
  ingestBatchP99Milliseconds: 50,
  bytesPerSealedPoint: 6,
  allSeriesOfARun400BucketsMilliseconds: 3,
  oneSeriesOfAllRuns1000BucketsMilliseconds: 10,
  runsTableMilliseconds: 50,
  deleteARunMilliseconds: 100,
};

/** Has the server do now what the part before left for later, which the next one would pay for. */
async function settle(): Promise<void> {
  await test.db.pool.query('VACUUM');
  await test.db.pool.query('CHECKPOINT');
}

const ingests = {
  asMuchAsPossible: { writers, calls },
  atTheTarget: { writers, calls, pointsPerSecond: targets.ingestPointsPerSecond },
  halfOfTheTarget: { writers, calls: calls / 2, pointsPerSecond: targets.ingestPointsPerSecond / 2 },
};

const load = (): number[] => loadavg().map((value) => rounded(value, 1));
const test = await startTestDatabase({ ownServer: true });
try {
  const loadBefore = load();
  const curves = parts.includes('curves')
    ? await benchCurves(test.db, { runs: Number(values.runs), steps: Number(values.steps), rounds })
    : undefined;
  const table = parts.includes('table')
    ? await benchRunsTable(test.db, { runs: Number(values.table), rounds })
    : undefined;
  const ingest: Record<string, unknown> = {};
  for (const [name, options] of parts.includes('ingest') ? Object.entries(ingests) : []) {
    await settle();
    ingest[name] = await benchIngest(test, options);
  }
  console.log(
    JSON.stringify({ targets, ingest, curves, table, load: { before: loadBefore, after: load() } }, null, 2),
  );
} finally {
  await test.stop();
}
