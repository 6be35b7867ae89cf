import { studyIdSchema, type Evaluation, type RunConfigInput } from '@starlab/experiment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { baselineTable } from './baseline-table.ts';
import { listStudies } from './list-studies.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const fid = (mean: number): Evaluation => ({
  metric: 'fid',
  mode: 'reference',
  step: 100,
  mean,
  tasks: [],
  fingerprint: {
    metric: 'fid',
    featureSet: 'demo',
    network: 'demo-features',
    weightsSha256: 'a'.repeat(64),
    resize: 'none',
    imageSize: 64,
    outputsPerSource: 10,
    dataSha256: 'b'.repeat(64),
    protocol: 'test-1',
  },
});

async function measuredRun(config: RunConfigInput, mean: number): Promise<void> {
  const runId = await createTestRun(test.db, { studyName: 'methods', config });
  const log = await openRunLog(test.db, { runId, home: test.home });
  await log.evaluation(fid(mean));
  await log.finish('finished');
}

async function table() {
  const study = (await listStudies(test.db)).find(({ name }) => name === 'methods');
  return baselineTable(test.db, {
    studyId: study?.id ?? studyIdSchema.parse('00000000-0000-4000-8000-0000000000ff'),
  });
}

it('measures StarGAN v2 by its complete model alone', async () => {
  await measuredRun({ seed: 1 }, 10);
  await measuredRun({ seed: 2 }, 14);
  await measuredRun({ seed: 1, configuration: 'E', lambdaDs: 0 }, 99);
  const { columns, rows } = await table();
  expect(columns).toHaveLength(1);
  expect(
    rows.map(({ title, runs, measured }) => [title, runs.length, measured.map(({ mean, n }) => [mean, n])]),
  ).toEqual([
    ['MUNIT', 0, []],
    ['DRIT', 0, []],
    ['MSGAN', 0, []],
    ['StarGAN v2', 2, [[12, 2]]],
    ['Real images', 0, []],
  ]);
});

it('carries both tables of the paper, for both data sets and versions', async () => {
  const { rows } = await table();
  const published = (title: string) =>
    rows
      .find((row) => row.title === title)
      ?.published.filter(({ metric, mode }) => metric === 'fid' && mode === 'reference')
      .map(({ dataset, paperVersion, value }) => [dataset, paperVersion, value]);
  expect(published('MSGAN')).toEqual([
    ['celeba_hq', 'v1', 39.6],
    ['afhq', 'v1', 69.8],
    ['celeba_hq', 'v2', 39.6],
    ['afhq', 'v2', 69.8],
  ]);
  expect(
    published('StarGAN v2')?.find(([dataset, version]) => dataset === 'celeba_hq' && version === 'v2'),
  ).toEqual(['celeba_hq', 'v2', 23.8]);
});
