import { describe, expect, test } from 'vitest';
import { formatTable, type Table } from './text-table.ts';

const table: Table = {
  header: ['row', 'FID'],
  rows: [
    ['A_1', '98.4'],
    ['F, best', '13.7 ± 0.1'],
  ],
  numeric: [1],
};

describe('formatTable', () => {
  test('aligns numbers to the right', () => {
    expect(formatTable(table, 'text')).toBe(
      ['row             FID', '───────────────────', 'A_1            98.4', 'F, best  13.7 ± 0.1'].join('\n'),
    );
  });

  test('escapes what LaTeX would interpret', () => {
    expect(formatTable(table, 'latex')).toContain('A\\_1 & 98.4 \\\\');
    expect(formatTable(table, 'latex')).toContain('13.7 $\\pm$ 0.1');
  });

  test('quotes commas in CSV', () => {
    expect(formatTable(table, 'csv').split('\n')[2]).toBe('"F, best",13.7 ± 0.1');
  });

  test('marks numeric columns in Markdown', () => {
    expect(formatTable(table, 'markdown').split('\n')[1]).toBe('| --- | ---: |');
  });
});

test('a title of several lines stands on the rule, and on one line elsewhere', () => {
  const tall: Table = { header: ['a', 'latent\nFID'], rows: [['x', '1']], numeric: [1] };
  expect(formatTable(tall, 'text')).toBe(['   latent', 'a     FID', '─────────', 'x       1'].join('\n'));
  expect(formatTable(tall, 'csv')).toBe('a,latent FID\nx,1');
});
