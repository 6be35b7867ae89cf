import type { Evaluation, Fingerprint, RunConfigInput, RunId } from '@starlab/experiment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { ablationTable } from './ablation-table.ts';
import { listStudies } from './list-studies.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const fingerprint = (data: string): Fingerprint => ({
  metric: 'fid',
  featureSet: 'demo',
  network: 'demo-features',
  weightsSha256: 'a'.repeat(64),
  resize: 'none',
  imageSize: 64,
  outputsPerSource: 10,
  dataSha256: data.repeat(64),
  protocol: 'test-1',
});

const fid = (step: number, mean: number, data: string): Evaluation => ({
  metric: 'fid',
  mode: 'latent',
  step,
  mean,
  tasks: [{ source: 'cat', target: 'dog', value: mean, samples: 10 }],
  fingerprint: fingerprint(data),
});

async function measuredRun(config: RunConfigInput, evaluations: readonly Evaluation[]): Promise<RunId> {
  const runId = await createTestRun(test.db, { studyName: 'ablation', config });
  const log = await openRunLog(test.db, { runId, home: test.home });
  for (const evaluation of evaluations) await log.evaluation(evaluation);
  await log.finish('finished');
  return runId;
}

it('averages over seeds what was measured alike, and nothing else', async () => {
  await measuredRun({ seed: 1 }, [fid(50, 99, '1'), fid(100, 10, '1')]);
  await measuredRun({ seed: 2 }, [fid(100, 13, '1')]);
  await measuredRun({ seed: 3 }, [fid(100, 12, '1')]); // trained again below: one seed is one sample
  await measuredRun({ seed: 3 }, [fid(100, 16, '1'), fid(100, 1_000, '2')]);
  await measuredRun({ seed: 4 }, [fid(50, 500, '1')]); // not as far as the others
  await measuredRun({ seed: 1, lambdaCyc: 2 }, [fid(100, 7, '1')]); // another experiment
  await measuredRun({ seed: 1, configuration: 'E', lambdaDs: 0 }, [fid(100, 20, '1')]);

  const study = (await listStudies(test.db)).find(({ name }) => name === 'ablation');
  if (!study) throw new Error('the study was created above');
  const { rows } = await ablationTable(test.db, { studyId: study.id });
  expect(rows.map((row) => [row.configuration, row.diverse, row.runs.length])).toEqual([
    ['A', false, 0],
    ['B', false, 0],
    ['C', false, 0],
    ['D', true, 0],
    ['E', true, 1],
    ['F', true, 6],
  ]);

  const [, , , , e, f] = rows;
  expect(e?.measured).toMatchObject([
    { mean: 20, std: null, n: 1, comparable: true, label: 'FID (demo features)' },
  ]);
  // Of 10, 13, 16: mean 13, standard deviation √((9 + 0 + 9) / 2) = 3.
  expect(
    f?.measured.map(({ mean, std, n, step, comparable }) => ({ mean, std, n, step, comparable })),
  ).toEqual([
    { mean: 13, std: 3, n: 3, step: 100, comparable: true },
    { mean: 7, std: null, n: 1, step: 100, comparable: true },
    { mean: 500, std: null, n: 1, step: 50, comparable: true },
    { mean: 1_000, std: null, n: 1, step: 100, comparable: false },
  ]);
  expect(f?.measured[1]?.configSha256).not.toBe(f?.measured[0]?.configSha256);
});

it('compares a row with the one above it, with an interval once both have two seeds', async () => {
  const study = (await listStudies(test.db)).find(({ name }) => name === 'ablation');
  if (!study) throw new Error('the study was created above');
  const differences = async () => {
    const { rows } = await ablationTable(test.db, { studyId: study.id });
    return rows.at(-1)?.measured.map(({ difference }) => difference);
  };
  expect(await differences()).toMatchObject([
    { above: 'E', value: -7, interval: null, alsoDiffers: [] },
    { above: 'E', value: -13, interval: null, alsoDiffers: ['lambdaCyc'] },
    null, // E was not measured at that step
    null, // nor with that fingerprint
  ]);

  await measuredRun({ seed: 2, configuration: 'E', lambdaDs: 0 }, [fid(100, 24, '1')]);
  const [difference] = (await differences()) ?? [];
  // 13 ± 3 (n = 3) minus 22 ± √8 (n = 2): variances of the means 3 and 4, (3 + 4)² / (3²/2 + 4²/1) degrees of freedom.
  expect(difference?.value).toBe(-9);
  expect(difference?.interval?.degreesOfFreedom).toBeCloseTo(49 / 20.5, 12);
  const { low = 0, high = 0 } = difference?.interval ?? {};
  expect((low + high) / 2).toBeCloseTo(-9, 12);
});

it('gives every fingerprint a column of its own', async () => {
  const study = (await listStudies(test.db)).find(({ name }) => name === 'ablation');
  if (!study) throw new Error('the study was created above');
  const { columns, rows } = await ablationTable(test.db, { studyId: study.id });
  expect(columns.map(({ fingerprint: { dataSha256 }, comparable }) => [dataSha256[0], comparable])).toEqual([
    ['1', true],
    ['2', false],
  ]);
  const counted = rows.flatMap(({ measured }) => measured.map(({ runIds, n }) => runIds.length === n));
  expect(new Set(counted)).toEqual(new Set([true]));
});

it('tells how far each run of a row is', async () => {
  const runId = await createTestRun(test.db, { studyName: 'underway', config: { iterations: 1_000 } });
  const log = await openRunLog(test.db, { runId, home: test.home });
  log.log({ 'G/latent/adv': 1 }, { step: 250 });
  await log.flush();
  const study = (await listStudies(test.db)).find(({ name }) => name === 'underway');
  if (!study) throw new Error('the study was created above');
  const { rows } = await ablationTable(test.db, { studyId: study.id });
  expect(rows.at(-1)?.runs).toEqual([
    { id: runId, seed: 777, state: 'running', step: 250, iterations: 1_000 },
  ]);
  await log.finish('killed');
});

it('carries the figures of both versions of the paper, with how sure they are', async () => {
  const study = (await listStudies(test.db)).find(({ name }) => name === 'ablation');
  if (!study) throw new Error('the study was created above');
  const { rows } = await ablationTable(test.db, { studyId: study.id });
  const fids = rows.map((row) =>
    row.published
      .filter(({ metric }) => metric === 'fid')
      .map(({ value, paperVersion }) => [paperVersion, value]),
  );
  expect(fids).toEqual([
    [
      ['v1', 98.4],
      ['v2', 98.4],
    ],
    [
      ['v1', 91.4],
      ['v2', 91.4],
    ],
    [
      ['v1', 80.5],
      ['v2', 80.5],
    ],
    [
      ['v1', 32.3],
      ['v2', 32.3],
    ],
    [
      ['v1', 21.2],
      ['v2', 17.1],
    ],
    [
      ['v1', 18],
      ['v2', 13.7],
    ],
  ]);
  expect(rows[4]?.published.find(({ value }) => value === 17.1)?.evidence).toBe('unverified');
});
