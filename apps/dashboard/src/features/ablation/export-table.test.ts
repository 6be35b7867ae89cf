import { ablation, studyIdSchema, type Fingerprint } from '@starlab/experiment';
import type { AblationTable, MeasuredFigure } from '@starlab/tracking';
import { describe, expect, it } from 'vitest';
import { ablationCsv, ablationLatex, ablationMarkdown } from './export-table.ts';
import {
  figureText,
  hasDemoFigures,
  measuredColumns,
  measuredFigures,
  publishedVersions,
} from './figures.ts';

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

const figure = (changes: Partial<MeasuredFigure>): MeasuredFigure => ({
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
  ...changes,
});

const table: AblationTable = {
  study: {
    id: studyIdSchema.parse('00000000-0000-4000-8000-00000000aaaa'),
    name: 'demo',
    description: null,
    dataset: 'demo_animals',
    domains: ['cat', 'dog'],
    runCount: 3,
    createdAt: '2026-01-01T00:00:00Z',
  },
  rows: ablation.map((row) => ({
    configuration: row.configuration,
    title: row.title,
    change: row.change,
    diverse: row.diverse,
    trainable: row.overrides !== undefined,
    overrides: row.overrides ?? null,
    runs: [],
    published:
      row.configuration === 'F'
        ? [
            { metric: 'fid', value: 18, paperVersion: 'v1', source: 'arXiv v1, Table 1', evidence: 'read' },
            {
              metric: 'fid',
              value: 13.7,
              paperVersion: 'v2',
              source: 'README, "exact"',
              evidence: 'consistent',
            },
          ]
        : [],
    measured:
      row.configuration === 'F'
        ? [
            figure({ comparable: false, mean: 99, step: 2000 }),
            figure({}),
            figure({ metric: 'lpips', label: 'LPIPS (demo features)', mean: 0.4515, std: null, n: 1 }),
          ]
        : [],
  })),
};

describe('figures', () => {
  it('are written with the spread over seeds where there are several', () => {
    expect(figureText(figure({}))).toBe('21.3 ± 0.4');
    expect(figureText(figure({ metric: 'lpips', mean: 0.4515, std: null }))).toBe('0.452');
  });

  it('come in columns by mode and true label', () => {
    expect(measuredColumns(table).map(({ mode, label }) => `${mode} ${label}`)).toEqual([
      'latent FID (demo features)',
      'latent LPIPS (demo features)',
      'reference FID (demo features)',
      'reference LPIPS (demo features)',
    ]);
    expect(hasDemoFigures(table)).toBe(true);
    expect(publishedVersions(table)).toEqual(['v1', 'v2']);
  });

  it('show the comparable one first, even if another was measured later', () => {
    const [column] = measuredColumns(table);
    const row = table.rows.at(-1);
    if (!column || !row) throw new Error('no column');
    expect(measuredFigures(row, column).map(({ mean }) => mean)).toEqual([21.34, 99]);
  });
});

describe('the table to take away', () => {
  it('is Markdown', () => {
    const lines = ablationMarkdown(table).split('\n');
    expect(lines[1]).toBe('| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: |');
    expect(lines[2]).toBe('| A Baseline StarGAN | – | – | – | – | – | – | – | – | – |');
    expect(lines[7]).toBe(
      '| F + Diversity regularization | 18.0 | – | 13.7 | – | 21.3 ± 0.4 | 0.452 | – | – | 3 |',
    );
  });

  it('is LaTeX with its special characters escaped', () => {
    const text = ablationLatex(table);
    expect(text).toContain('\\begin{tabular}{lrrrrrrrrr}');
    expect(text).toContain(
      'F + Diversity regularization & 18.0 & -- & 13.7 & -- & 21.3 $\\pm$ 0.4 & 0.452 & -- & -- & 3 \\\\',
    );
    expect(text).toContain(
      '% Figures of the demo features compare our rows with each other, not with the paper.',
    );
  });

  it('is CSV with one figure a line', () => {
    const lines = ablationCsv(table).split('\n');
    expect(lines).toContain('F,paper v2,latent,fid,13.7,,,,"README, ""exact"" (consistent)"');
    expect(lines).toContain(
      `F,ours,latent,FID (demo features),21.34,0.42,3,1000,fingerprint ${'d'.repeat(64)}`,
    );
  });
});
