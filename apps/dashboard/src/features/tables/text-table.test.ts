import { expect, it } from 'vitest';
import { toCsv, toLatex, toMarkdown } from './text-table.ts';

const table = {
  header: ['Method', 'FID', 'Δ'],
  rows: [
    ['A | B & C_1', '21.3 ± 0.4', '−4.0'],
    ['real', '–', '–'],
  ],
  notes: ['100 % ours'],
};

it('is written as Markdown', () => {
  expect(toMarkdown(table).split('\n')).toEqual([
    '| Method | FID | Δ |',
    '| :-- | --: | --: |',
    '| A \\| B & C_1 | 21.3 ± 0.4 | −4.0 |',
    '| real | – | – |',
    '',
    '100 % ours',
    '',
  ]);
});

it('is written as LaTeX with its special characters escaped', () => {
  const lines = toLatex(table).split('\n');
  expect(lines).toContain('\\begin{tabular}{lrr}');
  expect(lines).toContain('Method & FID & $\\Delta$ \\\\');
  expect(lines).toContain('A | B \\& C\\_1 & 21.3 $\\pm$ 0.4 & $-$4.0 \\\\');
  expect(lines).toContain('% 100 % ours');
});

it('is written as CSV with quotes where they are needed', () => {
  expect(toCsv([['a "b"', 1.5, null]])).toBe('"a ""b""",1.5,\n');
});
