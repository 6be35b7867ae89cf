import { runIdSchema } from '@starlab/experiment';
import { describe, expect, it } from 'vitest';
import { exampleConfig, exampleRun } from '../../../test/example-run.ts';
import { availableColumns, chooseColumns, columnHeadings, runDuration } from './columns.ts';
import { compareCells, countStates, tableRows, withChangedRun } from './rows.ts';
import { matchesSearch } from './search.ts';
import { nextSorting, readTableState, writeTableState } from './table-state.ts';

const id = (n: number) => runIdSchema.parse(`00000000-0000-4000-8000-00000000000${n}`);
const slow = exampleRun({
  id: id(1),
  name: 'slow',
  heads: { 'G/latent/cyc': 0.5 },
  startedAt: '2026-01-01T00:00:00Z',
});
const good = exampleRun({
  id: id(2),
  name: 'good',
  heads: { 'G/latent/cyc': 0.1 },
  config: exampleConfig({ configuration: 'E', seed: 778, lambdaDs: 0 }),
  startedAt: '2026-01-02T00:00:00Z',
  evaluations: [{ metric: 'fid', mode: 'latent', featureSet: 'demo', mean: 21.34, step: 1000 }],
});
const broken = exampleRun({
  id: id(3),
  name: 'broken',
  state: 'failed',
  heads: { 'G/latent/cyc': 'NaN' },
  startedAt: null,
});
const runs = [slow, good, broken];
const names = (search: string) => {
  const groups = tableRows(runs, readTableState(new URLSearchParams(search)), availableColumns(runs));
  return groups.map((group) => group.runs.map((run) => run.name).join(' '));
};

describe('rows of the table', () => {
  it('come newest first', () => {
    expect(names('')).toEqual(['good slow broken']);
  });

  it('sort by any column with NaN and gaps last in both orders', () => {
    expect(names('sort=G/latent/cyc')).toEqual(['good slow broken']);
    expect(names('sort=-G/latent/cyc')).toEqual(['slow good broken']);
    expect(names('sort=fid.latent.demo')[0]?.startsWith('good')).toBe(true);
  });

  it('group by configuration', () => {
    expect(names('group=configuration')).toEqual(['good', 'slow broken']);
  });

  it('filter by state and search', () => {
    expect(names('state=failed')).toEqual(['broken']);
    expect(names('q=seed%3D778')).toEqual(['good']);
    expect(names('q=demo+slo')).toEqual(['slow']);
  });
});

describe('search', () => {
  it('compares numbers as numbers and text as text', () => {
    expect(matchesSearch(good, 'imageSize>=64')).toBe(true);
    expect(matchesSearch(good, 'imageSize>100')).toBe(false);
    expect(matchesSearch(good, 'lambdaDs=0 configuration=e')).toBe(true);
    expect(matchesSearch(good, 'state!=failed')).toBe(true);
  });

  it('finds nothing by a key that no run has', () => {
    expect(matchesSearch(good, 'nonsense=1')).toBe(false);
  });
});

describe('columns', () => {
  it('call figures of the demo networks by their full name', () => {
    const column = availableColumns(runs).find(({ id }) => id === 'fid.latent.demo');
    expect(column?.heading).toBe('FID (demo features)');
    expect(column?.text(good)).toBe('21.3');
    expect(column?.text(slow)).toBe('–');
  });

  it('are chosen by id and keep their order', () => {
    const chosen = chooseColumns(availableColumns(runs), ['config.lambdaDs', 'seed']);
    expect(chosen.map((column) => column.title)).toEqual(['seed', 'lambdaDs']);
    expect(columnHeadings(chosen)).toEqual([
      { heading: '', span: 1 },
      { heading: 'Configuration', span: 1 },
    ]);
  });

  it('measure the duration of a running run up to now', () => {
    const running = exampleRun({ state: 'running', finishedAt: null });
    expect(runDuration(running, Date.parse('2026-01-01T00:01:10Z'))).toBe(60_000);
    expect(runDuration(slow, 0)).toBe(3_610_000);
  });
});

describe('the state in the address', () => {
  it('is written and read back', () => {
    const patch = writeTableState({
      search: 'x',
      grouping: 'study',
      sorting: { by: 'seed', descending: true },
    });
    const parameters = new URLSearchParams(Object.entries(patch).map(([key, value]) => [key, value ?? '']));
    const state = readTableState(parameters);
    expect([state.search, state.grouping, state.sorting]).toEqual([
      'x',
      'study',
      { by: 'seed', descending: true },
    ]);
  });

  it('leaves out what is as by default', () => {
    expect(writeTableState({ grouping: 'none', sorting: { by: 'started', descending: true } })).toEqual({
      group: '',
      sort: '',
    });
  });

  it('sorts a figure of merit from its best value first', () => {
    expect(nextSorting({ by: 'name', descending: false }, 'fid.latent.demo', true).descending).toBe(false);
    expect(nextSorting({ by: 'name', descending: false }, 'seed', true).descending).toBe(true);
    expect(nextSorting({ by: 'seed', descending: true }, 'seed', true).descending).toBe(false);
  });
});

it('puts a changed run in its place and a new one in front', () => {
  const renamed = { ...slow, name: 'renamed' };
  expect(withChangedRun(runs, renamed).map((run) => run.name)).toEqual(['renamed', 'good', 'broken']);
  expect(withChangedRun([slow], good).map((run) => run.name)).toEqual(['good', 'slow']);
});

it('counts states in the order of a run’s life', () => {
  expect(countStates(runs)).toEqual([
    { state: 'finished', count: 2 },
    { state: 'failed', count: 1 },
  ]);
});

it('compares cells of unlike types as text', () => {
  expect(compareCells('a2', 'a10', false)).toBeLessThan(0);
  expect(compareCells(undefined, 1, true)).toBeGreaterThan(0);
});
