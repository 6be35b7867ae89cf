import { expect, it } from 'vitest';
import { exampleFigure, exampleRunId, exampleTable } from '../../../test/example-table.ts';
import { differenceText, verdict } from './difference.ts';
import { absence, columnFigures, columnTitle, figureColumns, figureText } from './measured-columns.ts';

const row = (configuration: string) => {
  const found = exampleTable.rows.find((candidate) => candidate.configuration === configuration);
  if (!found) throw new Error(`no row ${configuration}`);
  return found;
};

it('writes a figure with its spread over seeds where there are several', () => {
  expect(figureText(exampleFigure())).toBe('21.3 ± 0.4');
  expect(figureText(exampleFigure({ metric: 'lpips', mean: 0.4515, std: null }))).toBe('0.452');
});

it('has a column for everything measured and for what waits to be', () => {
  expect(
    (['latent', 'reference'] as const)
      .flatMap((mode) => figureColumns(exampleTable.columns, mode))
      .map((column) => `${column.mode} ${columnTitle(column)}`),
  ).toEqual([
    'latent FID (demo features)',
    'latent LPIPS (demo features)',
    'latent FID (demo features) † eeeeeeee',
    'reference FID',
    'reference LPIPS',
  ]);
});

it('shows the figure of most seeds first, and none of another fingerprint', () => {
  const [column] = figureColumns(exampleTable.columns, 'latent');
  if (!column) throw new Error('no column');
  expect(columnFigures(row('F').measured, column).map(({ mean }) => mean)).toEqual([21.34, 30]);
});

const interval = (low: number, high: number) => ({
  above: 'E' as const,
  value: (low + high) / 2,
  interval: { low, high, degreesOfFreedom: 4 },
  referenceRunIds: [],
  alsoDiffers: [],
});

it('judges a difference only where its interval leaves the sign in no doubt', () => {
  expect(differenceText('fid', interval(-3, 1))).toBe('−1.0 [−3.0, +1.0]');
  expect(verdict('fid', interval(-3, 1))).toBe('open');
  expect(verdict('fid', interval(-3, -1))).toBe('better');
  expect(verdict('lpips', interval(-0.3, -0.1))).toBe('worse');
  expect(verdict('lpips', interval(0.1, 0.3))).toBe('better');
});

it('says that n is too small instead of an interval', () => {
  const difference = { ...interval(-3, -1), interval: null };
  expect(differenceText('fid', difference)).toBe('−2.0, n too small');
  expect(verdict('fid', difference)).toBe('open');
});

it('says why a cell is empty', () => {
  expect(absence(row('E'))).toBe('not run');
  const run = { id: exampleRunId, seed: 1, iterations: 1000 };
  const missingPairs = ['cat–wild', 'dog–wild'];
  expect(absence({ runs: [], missingPairs })).toBe('not run: takes a run for each of cat–wild, dog–wild');
  const finished = { ...run, state: 'finished', step: 1000 } as const;
  const nearestModel = { runId: exampleRunId, seed: 1, missing: [] };
  expect(absence({ runs: [finished], missingPairs, nearestModel })).toBe('not measured: cat–wild, dog–wild');
  expect(
    absence({
      runs: [finished],
      missingPairs: ['dog–wild'],
      nearestModel: {
        ...nearestModel,
        missing: [
          { domains: ['cat', 'wild'], differsIn: ['lambdaCyc'] },
          { domains: ['dog', 'wild'], differsIn: null },
        ],
      },
    }),
  ).toBe('not measured; cat–wild was run with another lambdaCyc; no run of dog–wild');
  expect(absence({ runs: [finished], missingPairs: [], nearestModel })).toContain('not alike');
  expect(
    absence({
      ...row('E'),
      runs: [
        { ...run, state: 'finished', step: 1000 },
        { ...run, state: 'running', step: 629 },
        { ...run, state: 'queued', step: 0 },
      ],
    }),
  ).toBe('1 finished, not measured, running 62 %, queued');
});
