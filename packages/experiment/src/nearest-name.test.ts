import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

it('takes a slip for what it was meant to be, and another word for none', () => {
  expect(nearestName('lamdaDS', ['lambdaCyc', 'lambdaDs'])).toBe('lambdaDs');
  expect(nearestName('gpu', ['cpu'])).toBe('cpu');
  expect(nearestName('kdi', ['fid', 'kid'])).toBe('kid');
  expect(nearestName('fid', ['big'])).toBeUndefined();
  expect(nearestName('anything', [])).toBeUndefined();
});
