import type { RunGroup } from '@starlab/tracking';
import { expect, it } from 'vitest';
import { exampleConfig, exampleRun } from '../../../test/example-run.ts';
import { availableColumns } from './columns.ts';
import { figureText, groupSettings, sortGroups } from './run-groups.ts';

const columns = availableColumns(
  { series: [], tags: [], figures: [{ metric: 'fid', mode: 'latent', featureSet: 'demo' }], states: {} },
  [],
).filter(({ id }) => id.startsWith('fid'));
const fid = columns[0];
const { studyId } = exampleRun();
const group = (key: string, mean: number | null): RunGroup => ({
  key,
  studyId,
  studyName: 'demo',
  configuration: 'E',
  config: exampleConfig({ configuration: 'E', lambdaDs: 0, seed: 5 }),
  base: exampleConfig({}),
  runCount: 0,
  runs: [],
  figures: [{ mean, std: null, n: mean === null ? 0 : 1 }],
});

it('writes mean, standard deviation and number of seeds', () => {
  if (!fid) throw new Error('no FID column');
  expect(figureText({ mean: 32.84, std: 0.41, n: 3 }, fid)).toBe('32.8 ± 0.4 (3)');
  expect(figureText({ mean: 32.84, std: null, n: 1 }, fid)).toBe('32.8 (1)');
  expect(figureText({ mean: null, std: null, n: 0 }, fid)).toBe('–');
});

it('names what tells the groups of a study apart, but not the seed', () => {
  const changed = group('a', 1);
  const base = { ...group('b', 1), config: exampleConfig({}) };
  expect(groupSettings(changed, [changed, base])).toBe('lambdaDs=0');
  expect(groupSettings(base, [changed, base])).toBe('lambdaDs=1');
  expect(groupSettings(base, [base])).toBe('');
});

it('names so many changes as tell a group from others', () => {
  const config = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, 'x'.repeat(10 * i)]));
  const many = { config, base: {}, studyId };
  expect(groupSettings(many, [many])).toBe(
    `k0= k1=${'x'.repeat(10)} k2=${'x'.repeat(20)} k3=${'x'.repeat(30)} k4=${'x'.repeat(40)} k5=${'x'.repeat(39)}… and 3 more`,
  );
});

it('sorts by a mean with gaps last in both orders', () => {
  const groups = [group('a', 3), group('b', null), group('c', 1)];
  const keys = (descending: boolean) =>
    sortGroups(groups, columns, { by: 'fid.latent.demo', descending }).map(({ key }) => key);
  expect(keys(false)).toEqual(['c', 'a', 'b']);
  expect(keys(true)).toEqual(['a', 'c', 'b']);
});
