import { describe, expect, it } from 'vitest';
import { parseQuery, runSearch } from './run-search.ts';
import { searchExamples } from './search-examples.ts';
import { nextSorting, readTableState, searchAddress, writeTableState } from './table-state.ts';

const search = (address: string) =>
  runSearch(readTableState(new URLSearchParams(address)), { offset: 0, limit: 100 });

describe('the search field', () => {
  it('knows words, comparisons and tags', () => {
    expect(parseQuery('cat lambdaDs>=0.5 seed=777 tag:paper dogs')).toEqual({
      text: 'cat dogs',
      filters: [
        { column: { kind: 'config', key: 'lambdaDs' }, operator: '>=', value: 0.5 },
        { column: { kind: 'run', key: 'seed' }, operator: '=', value: 777 },
      ],
      tags: ['paper'],
    });
  });

  it('knows figures and last values by the ids of their columns', () => {
    const columns = parseQuery('fid.latent.demo<20 G/latent/adv!=NaN').filters.map(({ column }) => column);
    expect(columns).toEqual([
      { kind: 'evaluation', metric: 'fid', mode: 'latent', featureSet: 'demo' },
      { kind: 'named', name: 'G/latent/adv' },
    ]);
  });

  it('knows what other programs call their keys and curves', () => {
    const columns = parseQuery('config.optimizer.lr<1e-3 val-loss>0.5 "cpu time">1').filters;
    expect(columns).toEqual([
      { column: { kind: 'config', key: 'optimizer.lr' }, operator: '<', value: 1e-3 },
      { column: { kind: 'named', name: 'val-loss' }, operator: '>', value: 0.5 },
      { column: { kind: 'named', name: 'cpu time' }, operator: '>', value: 1 },
    ]);
  });

  it('takes durations in seconds or with their unit, and dates as such', () => {
    const values = parseQuery('duration>90 duration<1.5h started>=2026-11-29').filters;
    expect(values.map(({ value }) => value)).toEqual([90_000, 5_400_000, Date.UTC(2026, 10, 29)]);
  });

  it('knows what a run says of itself by a colon too, as it does tags', () => {
    expect(parseQuery('state:fail lr:1')).toMatchObject({
      filters: [{ column: { kind: 'run', key: 'state' }, operator: 'contains', value: 'fail' }],
      text: 'lr:1',
    });
  });

  it('takes text for text, in quotes with its spaces', () => {
    expect(parseQuery('note~"bad luck" state=failed').filters).toEqual([
      { column: { kind: 'run', key: 'note' }, operator: 'contains', value: 'bad luck' },
      { column: { kind: 'run', key: 'state' }, operator: '=', value: 'failed' },
    ]);
  });
});

describe('quotes in what is searched for', () => {
  it('are written with a backslash, inside quotes and outside', () => {
    expect(parseQuery('tag:"say \\"hi\\" twice" tag:5\\"').tags).toEqual(['say "hi" twice', '5"']);
    expect(parseQuery('name:"a \\"b\\""').filters).toMatchObject([{ value: 'a "b"' }]);
  });

  it('leave any other backslash as it is, and a doubled one is one', () => {
    expect(parseQuery('tag:back\\slash tag:"ends with \\\\"').tags).toEqual(['back\\slash', 'ends with \\']);
  });

  it('may be left open, as while one types', () => {
    expect(parseQuery('seed=1 tag:"not yet')).toMatchObject({ tags: ['not yet'], text: '' });
    expect(parseQuery('tag:"not \\"yet').tags).toEqual(['not "yet']);
  });
});

describe('the help beside it', () => {
  const [word, ...others] = searchExamples;

  it('begins with a plain word', () => {
    expect(parseQuery(word?.query ?? '')).toEqual({ text: word?.query, filters: [], tags: [] });
  });

  it.each(others)('shows what is understood: $query', ({ query }) => {
    const { text, filters, tags } = parseQuery(query);
    expect(text).toBe('');
    expect(filters.length + tags.length).toBe(1);
    expect(filters.flatMap(({ value }) => (Number.isNaN(value) ? [value] : []))).toEqual([]);
  });
});

describe('the address', () => {
  it('asks for everything but the archive, newest first, when it says nothing', () => {
    expect(search('')).toMatchObject({ text: '', filters: [], states: [], archived: 'without' });
    expect(search('')).not.toHaveProperty('sort');
  });

  it('sorts by a column of the configuration', () => {
    expect(search('sort=-config.lambdaDs').sort).toEqual({
      column: { kind: 'config', key: 'lambdaDs' },
      descending: true,
    });
  });

  it('takes nonsense for "any"', () => {
    expect(search('state=asleep&study=7&archived=maybe')).toEqual(search(''));
  });

  it('tells searches apart but not ways of showing them', () => {
    const of = (address: string) => searchAddress(readTableState(new URLSearchParams(address)));
    expect(of('q=cat&columns=seed&group=config')).toBe(of('q=cat'));
    expect(of('q=cat')).not.toBe(of('q=dog'));
    expect(of('sort=-started')).toBe('');
  });

  it('reads back what it wrote', () => {
    const state = {
      search: 'cat seed>1',
      study: 's',
      state: 'failed',
      archived: 'only',
      grouping: 'config',
      sorting: { by: 'fid.latent.demo', descending: false },
      columns: ['seed', 'G/latent/cyc', 'acc, top 1 %2C'],
    } as const;
    const address = new URLSearchParams(Object.entries(writeTableState(state)) as [string, string][]);
    expect(readTableState(address)).toEqual(state);
  });
});

it('sorts the best first: the lowest FID, the highest of anything else', () => {
  const byName = { by: 'name', descending: false };
  expect(nextSorting(byName, 'fid.latent.demo', true).descending).toBe(false);
  expect(nextSorting(byName, 'lpips.latent.demo', true).descending).toBe(true);
  expect(nextSorting(byName, 'name', false).descending).toBe(true);
});
