// An ablation table for the tests of pure functions: F measured in three ways, the paper's figures beside it.
import { ablation, runIdSchema, studyIdSchema, type Fingerprint } from '@starlab/experiment';
import type { AblationTable, MeasuredFigure } from '@starlab/tracking';

const fingerprint: Fingerprint = {
  metric: 'fid',
  featureSet: 'demo',
  network: 'demo-features',
  weightsSha256: 'a'.repeat(64),
  resize: 'none',
  imageSize: 64,
  outputsPerSource: 10,
  dataSha256: 'b'.repeat(64),
  protocol: 'stargan-v2/1',
};

export const exampleRunId = runIdSchema.parse('00000000-0000-4000-8000-00000000000f');

export function exampleFigure(changes: Partial<MeasuredFigure> = {}): MeasuredFigure {
  return {
    metric: 'fid',
    mode: 'latent',
    label: 'FID (demo features)',
    mean: 21.34,
    std: 0.42,
    n: 3,
    step: 1000,
    configSha256: 'c'.repeat(64),
    fingerprint,
    fingerprintSha256: 'd'.repeat(64),
    comparable: true,
    runIds: [exampleRunId],
    difference: {
      above: 'E',
      value: -4.02,
      interval: { low: -6.1, high: -1.94, degreesOfFreedom: 3.2 },
      referenceRunIds: [exampleRunId],
      alsoDiffers: [],
    },
    ...changes,
  };
}

const measured = [
  exampleFigure(),
  exampleFigure({ mean: 30, n: 1, std: null, step: 2000, difference: null }),
  exampleFigure({ comparable: false, mean: 99, fingerprintSha256: 'e'.repeat(64), difference: null }),
  exampleFigure({
    metric: 'lpips',
    label: 'LPIPS (demo features)',
    fingerprintSha256: 'f'.repeat(64),
    mean: 0.4515,
    std: null,
    n: 1,
    difference: { above: 'E', value: 0.05, interval: null, referenceRunIds: [], alsoDiffers: [] },
  }),
];

const published: AblationTable['rows'][number]['published'] = [
  { metric: 'fid', value: 18, paperVersion: 'v1', source: 'arXiv v1, Table 1', evidence: 'read' },
  { metric: 'fid', value: 13.7, paperVersion: 'v2', source: 'README, "exact"', evidence: 'consistent' },
];

export const exampleTable: AblationTable = {
  study: {
    id: studyIdSchema.parse('00000000-0000-4000-8000-00000000aaaa'),
    name: 'demo',
    description: null,
    dataset: 'demo_animals',
    domains: ['cat', 'dog'],
    runCount: 3,
    createdAt: '2026-01-01T00:00:00Z',
  },
  columns: [measured[0], measured[3], measured[2]].filter((figure) => figure !== undefined),
  rows: ablation.map((row) => ({
    configuration: row.configuration,
    title: row.title,
    change: row.change,
    diverse: row.diverse,
    overrides: row.overrides,
    runs: [],
    published: row.configuration === 'F' ? published : [],
    measured: row.configuration === 'F' ? measured : [],
  })),
};
