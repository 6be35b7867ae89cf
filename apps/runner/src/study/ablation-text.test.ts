import { ablation, studyIdSchema } from '@starlab/experiment';
import type { AblationTable, MeasuredFigure } from '@starlab/tracking';
import { expect, it } from 'vitest';
import { ablationNotes, ablationTextTable } from './ablation-text.ts';

const figure: MeasuredFigure = {
  metric: 'fid',
  mode: 'latent',
  label: 'FID (demo features)',
  mean: 21.34,
  std: 0.42,
  n: 3,
  step: 1000,
  configSha256: 'c'.repeat(64),
  fingerprint: {
    metric: 'fid',
    featureSet: 'demo',
    network: 'demo-features',
    weightsSha256: 'a'.repeat(64),
    resize: 'none',
    imageSize: 64,
    outputsPerSource: 10,
    dataSha256: 'b'.repeat(64),
    protocol: 'stargan-v2/1',
  },
  fingerprintSha256: 'd'.repeat(64),
  comparable: true,
  runIds: [],
  difference: {
    above: 'E',
    value: -4,
    interval: { low: -6, high: -2, degreesOfFreedom: 3 },
    referenceRunIds: [],
    alsoDiffers: [],
  },
};
const unlike = { ...figure, mean: 99, std: null, n: 1, comparable: false, fingerprintSha256: 'e'.repeat(64) };
const alone = { ...unlike, difference: { ...unlike.difference, interval: null } } as MeasuredFigure;

const table: AblationTable = {
  study: {
    id: studyIdSchema.parse('00000000-0000-4000-8000-00000000aaaa'),
    name: 'demo',
    description: null,
    dataset: 'demo',
    domains: ['cat', 'dog'],
    runCount: 3,
    createdAt: '2026-01-01T00:00:00Z',
  },
  columns: [figure, alone],
  rows: ablation.map((row) => ({
    ...row,
    runs: [],
    published: [],
    measured: row.configuration === 'F' ? [figure, alone] : [],
  })),
};

it('prints every fingerprint in a column of its own, with the difference from the row above', () => {
  const { header, rows } = ablationTextTable(table);
  expect(header.slice(4, 8)).toEqual([
    'latent\nFID (demo\nfeatures)',
    'Δ above',
    'latent\nFID (demo\nfeatures)\neeeeeeee',
    'Δ above',
  ]);
  expect(rows.at(-1)?.slice(4, 8)).toEqual([
    '21.3 ± 0.4 (3)',
    '-4.0 [-6.0, -2.0]',
    '99.0 (1)',
    '-4.0, n too small',
  ]);
});

it('says that figures of the demo features are not comparable with the paper', () => {
  expect(ablationNotes(table).join(' ')).toContain('not with the paper');
});
