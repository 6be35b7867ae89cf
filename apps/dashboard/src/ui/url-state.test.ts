import { expect, it } from 'vitest';
import { patchSearch } from './url-state.ts';

it('sets, replaces and removes parameters and leaves the others', () => {
  expect(patchSearch('?q=demo&sort=name', { sort: '-step', group: 'study' })).toBe(
    '?q=demo&sort=-step&group=study',
  );
  expect(patchSearch('?q=demo', { q: undefined })).toBe('');
  expect(patchSearch('?q=demo', { q: '' })).toBe('');
});
