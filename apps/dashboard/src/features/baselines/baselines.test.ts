import type { BaselineTable } from '@starlab/tracking';
import { expect, it } from 'vitest';
import { exampleFigure, exampleTable } from '../../../test/example-table.ts';
import { baselineCsv, baselineTextTable } from './export-baselines.ts';
import { publishedColumns } from './published-columns.ts';

const printed = { dataset: 'afhq', metric: 'fid', source: 'arXiv v1, Table 2', evidence: 'read' } as const;

const table: BaselineTable = {
  study: exampleTable.study,
  columns: exampleTable.columns,
  rows: [
    {
      title: 'MUNIT',
      method: 'munit',
      runs: [],
      missingPairs: [],
      nearestModel: null,
      published: [
        { ...printed, mode: 'latent', value: 41.5, paperVersion: 'v1' },
        { ...printed, mode: 'reference', value: 223.9, paperVersion: 'v2' },
      ],
      measured: [],
    },
    {
      title: 'StarGAN v2',
      method: 'stargan-v2',
      runs: [],
      missingPairs: [],
      nearestModel: null,
      published: [],
      measured: [exampleFigure()],
    },
    {
      title: 'Real images',
      method: null,
      runs: [],
      missingPairs: [],
      nearestModel: null,
      published: [],
      measured: [],
    },
  ],
  realImages: [
    {
      mode: 'latent',
      fingerprintSha256: 'd'.repeat(64),
      mean: 6.25,
      domains: [{ domain: 'cat', value: 6.25, samples: 32 }],
    },
  ],
};

it('sets data sets beside each other, of each the versions of the paper', () => {
  expect(publishedColumns(table).map((column) => Object.values(column).join(' '))).toEqual([
    ...['celeba_hq v1 fid', 'celeba_hq v1 lpips', 'celeba_hq v2 fid', 'celeba_hq v2 lpips'],
    ...['afhq v1 fid', 'afhq v1 lpips', 'afhq v2 fid', 'afhq v2 lpips'],
  ]);
});

it('has the figures of one way of guiding only', () => {
  const latent = baselineTextTable(table, 'latent');
  expect(latent.rows[0]?.slice(0, 10)).toEqual(['MUNIT', '–', '–', '–', '–', '41.5', '–', '–', '–', '–']);
  expect(latent.rows[1]?.slice(9, 11)).toEqual(['21.3 ± 0.4', '3']);
  expect(latent.rows[2]?.slice(9, 11)).toEqual(['6.3', '–']);
  const reference = baselineTextTable(table, 'reference');
  expect(reference.rows[0]?.[7]).toBe('223.9');
  expect(reference.rows[1]?.slice(9)).toEqual(['–', '–', '–', '–']);
});

it('is CSV with one figure a line and where it is from', () => {
  const lines = baselineCsv(table).split('\n');
  expect(lines).toContain('MUNIT,paper v1,afhq,latent,fid,41.5,,,,"arXiv v1, Table 2 (read)"');
  expect(lines).toContain(
    `StarGAN v2,ours,demo_animals,latent,FID (demo features),21.34,0.42,3,1000,fingerprint ${'d'.repeat(64)}`,
  );
  expect(lines).toContain(
    `Real images,ours,demo_animals,latent,FID (demo features),6.25,,,,fingerprint ${'d'.repeat(64)}`,
  );
});
