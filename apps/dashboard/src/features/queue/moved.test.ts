import { expect, test } from 'vitest';
import { moved } from './moved.ts';

test.each([
  ['c', 'first', 'cab'],
  ['b', 'up', 'bac'],
  ['b', 'down', 'acb'],
  ['a', 'up', 'abc'],
  ['c', 'down', 'abc'],
  ['x', 'first', 'abc'],
] as const)('%s moved %s of abc gives %s', (item, move, result) => {
  expect(moved([...'abc'], item, move).join('')).toBe(result);
});
