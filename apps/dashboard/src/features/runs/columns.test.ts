import type { RunFacets } from '@starlab/tracking';
import { describe, expect, it } from 'vitest';
import { exampleConfig, exampleRun } from '../../../test/example-run.ts';
import { availableColumns, chooseColumns, columnHeadings, moveColumn, runDuration } from './columns.ts';

const facets: RunFacets = {
  series: ['G/latent/cyc', 'other'],
  tags: [],
  figures: [{ metric: 'fid', mode: 'latent', featureSet: 'demo' }],
  states: { finished: 1 },
};
const available = availableColumns(facets, ['seed', 'lambdaDs', 'iterations']);
const run = exampleRun({
  heads: { 'G/latent/cyc': 'NaN' },
  config: exampleConfig({ lambdaDs: 0.5 }),
  evaluations: [{ metric: 'fid', mode: 'latent', featureSet: 'demo', mean: 21.34, step: 1000 }],
});
const column = (id: string) => available.find((candidate) => candidate.id === id);

describe('columns', () => {
  it('say what a run has, under the true name of what measured it', () => {
    expect(column('fid.latent.demo')).toMatchObject({ heading: 'FID (demo features)', title: 'latent' });
    expect(column('fid.latent.demo')?.text(run)).toBe('21.3');
    expect(column('config.lambdaDs')?.text(run)).toBe('0.5');
    expect(column('G/latent/cyc')?.text(run)).toBe('NaN');
    expect(column('other')?.text(run)).toBe('–');
  });

  it('are not offered twice', () => {
    const ids = available.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('config.seed');
  });

  it('stand in the order in which they were chosen, unknown ones left out', () => {
    const chosen = chooseColumns(available, ['duration', 'nothing', 'fid.latent.demo']);
    expect(chosen.map(({ id }) => id)).toEqual(['duration', 'fid.latent.demo']);
    const defaults = chooseColumns(available, undefined).map(({ id }) => id);
    expect(defaults).toContain('G/latent/cyc');
    expect(defaults).not.toContain('other');
  });

  it('show some curves of runs that log none of the paper’s terms, but not what the machine does', () => {
    const theirs = availableColumns({ ...facets, series: ['loss', 'system/cpu', 'val/acc'] }, ['lr']);
    const defaults = chooseColumns(theirs, undefined).map(({ id }) => id);
    expect(defaults.slice(-3)).toEqual(['tags', 'loss', 'val/acc']);
  });

  it('can be moved before another and to the end', () => {
    expect(moveColumn(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'a', undefined)).toEqual(['b', 'c', 'a']);
    expect(moveColumn(['a', 'b', 'c'], 'a', 'a')).toEqual(['a', 'b', 'c']);
  });

  it('share a heading with their neighbours', () => {
    const chosen = chooseColumns(available, ['G/latent/cyc', 'other', 'study']);
    expect(columnHeadings(chosen)).toEqual([
      { heading: 'Last logged', span: 2 },
      { heading: '', span: 1 },
    ]);
  });
});

it('counts the duration of a running run up to now', () => {
  const now = Date.parse('2026-01-01T00:05:10Z');
  expect(runDuration({ ...run, state: 'running' }, now)).toBe(300_000);
  expect(runDuration(run, now)).toBe(3_600_000);
  expect(runDuration({ ...run, startedAt: null }, now)).toBeUndefined();
});
