import { runIdSchema, type Evaluation, type ExternalConfig } from '@starlab/experiment';
import type { RunDetail } from '@starlab/tracking';
import { describe, expect, it } from 'vitest';
import { exampleConfig, exampleRun } from '../../../test/example-run.ts';
import { comparedLines, runLabels, type ComparedRun } from './compared-run.ts';
import { differingRows } from './differing-rows.ts';
import { gridRowTitles } from './grid-rows.ts';
import { lossRows } from './loss-rows.ts';
import { scatterOf } from './scatter.ts';

const id = (n: number) => runIdSchema.parse(`00000000-0000-4000-8000-00000000000${n}`);

type OwnRun = Extract<RunDetail, { kind: 'starlab' }>;

function detail(n: number, changes: Partial<OwnRun> = {}): OwnRun {
  const run = exampleRun({ id: id(n), name: `run ${n}`, ...changes });
  return {
    ...run,
    command: 'starlab train',
    environment: { device: 'cpu' },
    git: { commit: 'a'.repeat(40), dirty: false },
    dataset: { path: 'data', sha256: 'b'.repeat(64) },
    domains: ['cat', 'dog'],
    attempts: [],
    base: run.config,
    ...changes,
  };
}

function evaluation(metric: Evaluation['metric'], step: number, mean: number, data = 'd'): Evaluation {
  return {
    metric,
    mode: 'latent',
    step,
    mean,
    tasks: [],
    fingerprint: {
      metric,
      featureSet: 'demo',
      network: 'demo-features',
      weightsSha256: 'a'.repeat(64),
      resize: 'none',
      imageSize: 64,
      outputsPerSource: 10,
      dataSha256: data.repeat(64),
      protocol: 'test-1',
    },
  };
}

const compared = (run: RunDetail, evaluations: readonly Evaluation[] = []): ComparedRun => ({
  run,
  samples: [],
  evaluations,
});

describe('the runs compared', () => {
  it('carry their study’s name where two have the same', () => {
    const twins = [
      detail(1, { name: 'F', studyName: 'a' }),
      detail(2, { name: 'F', studyName: 'b' }),
      detail(3),
    ];
    expect(runLabels(twins.map((run) => compared(run)))).toEqual(['a/F', 'b/F', 'run 3']);
  });

  it('share a hue if they are seeds of one configuration', () => {
    const runs = [detail(1), detail(2), detail(3, { configSha256: '1'.repeat(64) })];
    const [first, second, third] = comparedLines(runs.map((run) => compared(run)));
    expect(second?.colour).toBe(first?.colour);
    expect(second?.dash).not.toEqual(first?.dash);
    expect(third?.colour).not.toBe(first?.colour);
  });
});

it('calls seeds of one configuration by what tells them from the others', () => {
  const labels = (runs: readonly RunDetail[]) =>
    comparedLines(runs.map((run) => compared(run))).map(({ groupLabel }) => groupLabel);
  const weak = detail(1, { config: exampleConfig({ lambdaDs: 0.5 }), configSha256: 'e'.repeat(64) });
  expect(labels([detail(0), weak])).toEqual(['F, lambdaDs=1', 'F, lambdaDs=0.5']);
  expect(labels([detail(0), detail(1, { configuration: 'E', configSha256: 'e'.repeat(64) })])).toEqual([
    'F',
    'E',
  ]);
  const theirs = (n: number, config: ExternalConfig): RunDetail => ({
    ...detail(n),
    ...{ kind: 'external', configuration: null, config, base: config },
    configSha256: JSON.stringify(config).padEnd(64),
  });
  expect(labels([theirs(0, { lr: 1, batch: 8 }), theirs(1, { lr: 2, batch: 8 })])).toEqual(['lr=1', 'lr=2']);
  expect(labels([theirs(0, { a: 1, b: 1, c: 1, d: 1 }), theirs(1, {})])).toEqual(['run 0', 'run 1']);
});

it('shows only what differs, in configuration, data and code', () => {
  const runs = [
    detail(1),
    detail(2, {
      config: exampleConfig({ lambdaDs: 0, configuration: 'E' }),
      git: { commit: 'a'.repeat(40), dirty: true },
    }),
  ];
  expect(differingRows(runs)).toEqual([
    { key: 'configuration', values: ['F', 'E'] },
    { key: 'lambdaDs', values: ['1', '0'] },
    { key: 'commit', values: ['aaaaaaaa', 'aaaaaaaa + changes'] },
  ]);
  expect(differingRows([detail(1), detail(2)])).toEqual([]);
});

it('shows what other programs’ runs differ in, by their own keys', () => {
  const theirs = (n: number, config: ExternalConfig): RunDetail => ({
    ...detail(n),
    ...{ kind: 'external', configuration: null, method: 'CycleGAN', iterations: null, config },
  });
  const runs = [theirs(1, { lr: 1e-4, epochs: 10 }), theirs(2, { lr: 2e-4, epochs: 10, warmup: true })];
  expect(differingRows(runs)).toEqual([
    { key: 'lr', values: ['0.0001', '0.0002'] },
    { key: 'warmup', values: ['–', 'true'] },
  ]);
});

it('sets every loss term beside that of the first run', () => {
  const rows = lossRows([
    { runId: id(1), means: { 'G/latent/cyc': 0.5, 'G/latent/ds': 0, 'D/latent/reg': 2 } },
    { runId: id(2), means: { 'G/latent/cyc': 0.25, 'G/latent/ds': 1, 'D/latent/reg': 'NaN' } },
    { runId: id(3), means: { 'G/latent/cyc': 0.75 } },
  ]);
  expect(rows.map(({ name }) => name)).toEqual(['D/latent/reg', 'G/latent/ds', 'G/latent/cyc']);
  expect(rows[2]?.cells).toEqual([
    { value: 0.5, difference: undefined, relative: undefined },
    { value: 0.25, difference: -0.25, relative: -0.5 },
    { value: 0.75, difference: 0.25, relative: 0.5 },
  ]);
  expect(rows[1]?.cells[1]).toEqual({ value: 1, difference: 1, relative: undefined });
  expect(rows[1]?.cells[2]?.value).toBeUndefined();
  expect(rows[0]?.cells[1]?.value).toBeNaN();
});

describe('FID against LPIPS', () => {
  const both = (step: number, fid: number, lpips: number, data?: string) => [
    evaluation('fid', step, fid, data),
    evaluation('lpips', step, lpips, data),
  ];

  it('follows each run through its evaluations', () => {
    const scatter = scatterOf([compared(detail(1), [...both(20, 30, 0.4), ...both(10, 50, 0.2)])], 'latent');
    expect(scatter?.fidLabel).toBe('FID (demo features)');
    expect(scatter?.runs).toEqual([
      {
        runId: id(1),
        points: [
          { step: 10, fid: 50, lpips: 0.2 },
          { step: 20, fid: 30, lpips: 0.4 },
        ],
      },
    ]);
  });

  it('leaves out runs that were measured unlike most', () => {
    const scatter = scatterOf(
      [
        compared(detail(1), both(10, 50, 0.2, 'e')),
        compared(detail(2), both(10, 50, 0.2)),
        compared(detail(3), both(10, 40, 0.3)),
        compared(detail(4), [evaluation('fid', 10, 9)]),
      ],
      'latent',
    );
    expect(scatter?.runs.map(({ runId }) => runId)).toEqual([id(2), id(3)]);
    expect(scatter?.leftOut).toEqual([id(1)]);
  });

  it('does not exist before both figures do', () => {
    expect(scatterOf([compared(detail(1), [evaluation('fid', 10, 9)])], 'latent')).toBeUndefined();
    expect(scatterOf([compared(detail(1), both(10, 50, 0.2))], 'reference')).toBeUndefined();
  });
});

it('names the rows of a sample grid after what they show', () => {
  const domains = ['cat', 'dog'];
  expect(gridRowTitles({ key: 'latent', rows: 5, domains })).toEqual([
    'source',
    ...['→ cat, z₁', '→ cat, z₂', '→ dog, z₁', '→ dog, z₂'],
  ]);
  expect(gridRowTitles({ key: 'latent', rows: 4, domains })).toEqual(['source', 'row 1', 'row 2', 'row 3']);
  expect(gridRowTitles({ key: 'cycle', rows: 4, domains })[3]).toBe('translated back');
  expect(gridRowTitles({ key: 'reference', rows: 2, domains })).toEqual(['source', 'reference 1']);
});
