import { expect, it } from 'vitest';
import { leaveTable, leftTable } from './left-table.ts';

it('is found again as it was left, in another search without its positions', () => {
  const selection = { ids: new Set(['a']), anchor: 3, unread: undefined };
  leaveTable({ search: 'q=cat', selection, current: 4, scrollTop: 900 });
  expect(leftTable('q=cat')).toEqual({ selection, current: 4, scrollTop: 900 });
  const elsewhere = leftTable('q=dog');
  expect(elsewhere).toMatchObject({ current: undefined, scrollTop: 0 });
  expect(elsewhere.selection).toEqual({ ...selection, anchor: undefined });
});
