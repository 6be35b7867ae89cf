import { expect, it } from 'vitest';
import { exampleTable } from '../../../test/example-table.ts';
import { ablationCsv, ablationTextTable } from './export-table.ts';

const last = <T>(values: readonly T[]): T | undefined => values.at(-1);

it('sets the paper’s figures beside ours, with n and the difference from the row above', () => {
  const { header, rows } = ablationTextTable(exampleTable);
  expect(header.slice(0, 6)).toEqual([
    'Configuration',
    'paper v1 FID',
    'paper v1 LPIPS',
    'paper v2 FID',
    'paper v2 LPIPS',
    'ours latent FID (demo features)',
  ]);
  expect(last(rows)?.slice(0, 11)).toEqual([
    'F + Diversity regularization',
    ...['18.0', '–', '13.7', '–'],
    ...['21.3 ± 0.4', '3', '−4.0 [−6.1, −1.9]'],
    ...['0.452', '1', '+0.050, n too small'],
  ]);
  expect(rows[0]).toEqual(['A Baseline StarGAN', ...new Array<string>(header.length - 1).fill('–')]);
});

it('keeps what was measured unlike the rest in a column of its own', () => {
  const { header, rows } = ablationTextTable(exampleTable);
  const column = header.indexOf('ours latent FID (demo features) † eeeeeeee');
  expect(last(rows)?.[column]).toBe('99.0 ± 0.4');
});

it('says what the figures are', () => {
  expect(ablationTextTable(exampleTable).notes).toContain(
    'Figures of the demo features compare our rows with each other, not with the paper.',
  );
});

it('is CSV with one figure a line and where it is from', () => {
  const lines = ablationCsv(exampleTable).split('\n');
  expect(lines).toContain('F,paper v2,latent,fid,13.7,,,,,,,"README, ""exact"" (consistent)"');
  expect(lines).toContain(
    `F,ours,latent,FID (demo features),21.34,0.42,3,1000,-4.02,-6.1,-1.94,fingerprint ${'d'.repeat(64)}`,
  );
});
