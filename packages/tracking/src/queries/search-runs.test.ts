import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { setNote, setTags } from '../write/annotate-run.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { getRun } from './get-run.ts';
import { listRunFacets } from './list-run-facets.ts';
import { listRuns } from './list-runs.ts';
import { searchRuns, type RunSearch } from './search-runs.ts';

let test: TestDatabase;
/** By seed: each run has logged `loss`, and ends as its number says. */
const runIds: RunId[] = [];
const losses = [0.5, 3, NaN, 12];
beforeAll(async () => {
  test = await startTestDatabase();
  for (const [seed, loss] of losses.entries()) {
    const config = { seed, lambdaDs: seed < 2 ? 1 : 2.5 };
    const runId = await createTestRun(test.db, { studyName: seed === 3 ? 'wild_study' : 'faces', config });
    const log = await openRunLog(test.db, { runId, home: test.home });
    log.log({ loss, [`only/${seed}`]: 1 }, { step: 10 * seed });
    await log.finish(seed === 1 ? 'failed' : 'finished');
    runIds.push(runId);
  }
  // One that has logged nothing.
  runIds.push(await createTestRun(test.db, { studyName: 'faces', config: { seed: 4 } }));
  await setTags(test.db, runIds[0] as RunId, [' paper ', 'best', 'paper']);
  await setTags(test.db, runIds[3] as RunId, ['paper']);
  await setNote(test.db, runIds[2] as RunId, 'diverged at 100%');
});
afterAll(() => test.stop());

/** Seeds of the runs found. */
const found = async (search: RunSearch): Promise<number[]> =>
  (await searchRuns(test.db, search)).runs.map((run) => run.seed);

const loss = { kind: 'series', name: 'loss' } as const;
const lambdaDs = { kind: 'config', key: 'lambdaDs' } as const;

describe('searchRuns', () => {
  it('finds by words in name, study, tags, note and id', async () => {
    expect(await found({})).toEqual([4, 3, 2, 1, 0]);
    expect(await found({ text: 'paper' })).toEqual([3, 0]);
    expect(await found({ text: 'PAPER faces' })).toEqual([0]);
    expect(await found({ text: 'F-2' })).toEqual([2]);
    expect(await found({ text: '100%' })).toEqual([2]);
    expect(await found({ text: 'd_s' })).toEqual([3]);
    expect(await found({ text: '_' })).toEqual([3]);
    expect(await found({ text: String(runIds[1]) })).toEqual([1]);
    expect(await found({ text: `'; DROP TABLE run; --` })).toEqual([]);
  });

  it('filters by state, tags, configuration and last values', async () => {
    expect(await found({ states: ['failed', 'queued'] })).toEqual([4, 1]);
    expect(await found({ tags: ['paper', 'best'] })).toEqual([0]);
    expect(await found({ filters: [{ column: lambdaDs, operator: '=', value: 2.5 }] })).toEqual([3, 2]);
    expect(await found({ filters: [{ column: loss, operator: '<', value: 5 }] })).toEqual([1, 0]);
    expect(await found({ filters: [{ column: loss, operator: '!=', value: 3 }] })).toEqual([4, 3, 2, 0]);
    const named = (known: string) => ({ kind: 'named', name: known }) as const;
    expect(await found({ filters: [{ column: named('loss'), operator: '<', value: 5 }] })).toEqual([1, 0]);
    expect(await found({ filters: [{ column: named('lambdaDs'), operator: '=', value: 1 }] })).toEqual([
      4, 1, 0,
    ]);
    expect(await found({ filters: [{ column: named('method'), operator: '=', value: 'munit' }] })).toEqual(
      [],
    );
    const name = { kind: 'run', key: 'name' } as const;
    expect(await found({ filters: [{ column: name, operator: 'contains', value: 'f-3' }] })).toEqual([3]);
    expect(await found({ filters: [{ column: name, operator: '=', value: 'F-1' }] })).toEqual([1]);
    const absent = { kind: 'config', key: "'absent" } as const;
    expect(await found({ filters: [{ column: absent, operator: '>', value: 0 }] })).toEqual([]);
  });

  it('sorts by any column, NaN behind numbers and runs without a value last', async () => {
    expect(await found({ sort: { column: loss, descending: false } })).toEqual([0, 1, 3, 2, 4]);
    expect(await found({ sort: { column: loss, descending: true } })).toEqual([3, 1, 0, 2, 4]);
    expect(await found({ sort: { column: { kind: 'run', key: 'seed' }, descending: false } })).toEqual([
      0, 1, 2, 3, 4,
    ]);
    const fid = { kind: 'evaluation', metric: 'fid', mode: 'latent', featureSet: 'demo' } as const;
    expect(await found({ sort: { column: fid, descending: false } })).toHaveLength(5);
    const state = { kind: 'run', key: 'state' } as const;
    expect(await found({ sort: { column: state, descending: true } })).toEqual([4, 3, 2, 0, 1]);
  });

  it('gives a page and the number of all', async () => {
    const page = await searchRuns(test.db, { offset: 1, limit: 2 });
    expect(page.total).toBe(5);
    expect(page.runs.map((run) => run.seed)).toEqual([3, 2]);
    expect(page.runs[1]).toMatchObject({ note: 'diverged at 100%', heads: { loss: 'NaN' } });
  });
});

it('names the series, tags and states there are', async () => {
  const facets = await listRunFacets(test.db);
  expect(facets).toEqual({
    series: ['loss', 'only/0', 'only/1', 'only/2', 'only/3'],
    tags: ['best', 'paper'],
    figures: [],
    states: { finished: 3, failed: 1, queued: 1 },
  });
});

describe('annotations', () => {
  it('are replaced as a whole', async () => {
    const runId = runIds[4] as RunId;
    await setTags(test.db, runId, ['b', 'a']);
    await setNote(test.db, runId, 'first');
    expect(await getRun(test.db, runId)).toMatchObject({ tags: ['a', 'b'], note: 'first' });
    await setTags(test.db, runId, []);
    await setNote(test.db, runId, ' ');
    expect((await listRuns(test.db)).find(({ id }) => id === runId)).toMatchObject({ tags: [], note: null });
  });

  it('are refused with a reason', async () => {
    await expect(setTags(test.db, runIds[0] as RunId, ['x', ''])).rejects.toThrow('Tag "": it is empty.');
    const absent = crypto.randomUUID() as RunId;
    await expect(setNote(test.db, absent, 'x')).rejects.toThrow(/not in this database/);
  });
});
