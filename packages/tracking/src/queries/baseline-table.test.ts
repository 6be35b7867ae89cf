import { resolveConfig, studyIdSchema, type Evaluation, type RunConfigInput } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { createRun } from '../write/create-run.ts';
import { createStudy } from '../write/create-study.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { baselineTable } from './baseline-table.ts';
import { listStudies } from './list-studies.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const real = (domain: string, value: number) => ({ domain, value, samples: 8 });

const fid = (mean: number, dataSha256 = 'b'.repeat(64)): Evaluation => ({
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
    dataSha256,
    protocol: 'test-1',
  },
});

async function measuredRun(
  config: RunConfigInput,
  mean: number,
  realImages?: Evaluation['realImages'],
): Promise<void> {
  const runId = await createTestRun(test.db, { studyName: 'methods', config });
  const log = await openRunLog(test.db, { runId, home: test.home });
  await log.evaluation({ ...fid(mean), ...(realImages && { realImages }) });
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

it('has the real images once a figure was measured beside them', async () => {
  expect((await table()).realImages).toEqual([]);
  await measuredRun({ seed: 3 }, 12, [real('cat', 4), real('dog', 7)]);
  const { realImages, columns } = await table();
  expect(realImages.map(({ mode, mean, domains }) => [mode, mean, domains.length])).toEqual([
    ['reference', 5.5, 2],
  ]);
  expect(realImages[0]?.fingerprintSha256).toBe(columns[0]?.fingerprintSha256);
});

describe('a method that takes a run for each pair of domains', () => {
  const domains = ['cat', 'dog', 'wild'];
  const whole = 'b'.repeat(64);
  const base = resolveConfig({ imageSize: 64, iterations: 100 });

  /** A run on a pair has only its own pictures in its fingerprint. */
  async function pairRun(pair: string, mean: number, change: RunConfigInput = {}): Promise<void> {
    const studyId = await createStudy(test.db, { name: 'pairs', dataset: 'demo', domains, base });
    const config = resolveConfig({ method: 'munit', imageSize: 64, domains: pair, ...change });
    const runId = await createRun(test.db, {
      studyId,
      name: pair,
      config,
      domains: pair.split(','),
      dataset: { path: 'data/demo', sha256: whole },
      command: 'starlab train',
      environment: {},
      git: null,
    });
    const log = await openRunLog(test.db, { runId, home: test.home });
    const realImages = pair.split(',').map((domain) => real(domain, domain.length));
    await log.evaluation({ ...fid(mean, String(pair.length).repeat(64)), realImages });
    await log.finish('finished');
  }

  async function munit() {
    const study = (await listStudies(test.db)).find(({ name }) => name === 'pairs');
    if (!study) throw new Error('no study');
    const { rows, columns, realImages } = await baselineTable(test.db, { studyId: study.id });
    const row = rows.find(({ method }) => method === 'munit');
    if (!row) throw new Error('no MUNIT');
    return { row, columns, realImages };
  }

  it('has a figure once there is one of every pair: their mean, as of all pictures', async () => {
    await pairRun('cat,dog', 10);
    await pairRun('cat,wild', 20);
    const before = await munit();
    expect(before.row.measured).toEqual([]);
    expect(before.realImages).toEqual([]);
    expect(before.row.missingPairs).toEqual(['dog–wild']);
    expect(before.row.nearestModel?.missing).toEqual([{ domains: ['dog', 'wild'], differsIn: null }]);
    // Another seed, or another setting, is another model.
    await pairRun('dog,wild', 1, { seed: 5 });
    await pairRun('dog,wild', 2, { seed: 6, lambdaCyc: 0 });
    const unlike = await munit();
    expect(unlike.row.measured).toEqual([]);
    expect(unlike.row.nearestModel).toMatchObject({
      seed: 777,
      missing: [{ domains: ['dog', 'wild'], differsIn: ['seed'] }],
    });
    expect(unlike.row.runs.map(({ pair }) => pair?.join('–'))).toEqual([
      ...['dog–wild', 'dog–wild', 'cat–dog', 'cat–wild'],
    ]);

    await pairRun('dog,wild', 60);
    const { row, columns, realImages } = await munit();
    expect(row.missingPairs).toEqual([]);
    expect(row.nearestModel?.missing).toEqual([]);
    expect(row.measured.map(({ mean, n, runIds }) => [mean, n, runIds.length])).toEqual([[30, 1, 3]]);
    expect(columns.map(({ fingerprint }) => fingerprint.dataSha256)).toEqual([whole]);
    expect(realImages).toMatchObject([
      { fingerprintSha256: columns[0]?.fingerprintSha256, mean: (3 + 3 + 4) / 3 },
    ]);
  });
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
