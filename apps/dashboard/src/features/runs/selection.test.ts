import { expect, it } from 'vitest';
import { clickRow, nothingSelected } from './selection.ts';

const idAt = (position: number) => ['a', 'b', 'c', 'd'][position];

it('chooses a run, and gives it up again', () => {
  const one = clickRow(nothingSelected, { position: 1, shift: false, idAt });
  expect([...one.ids]).toEqual(['b']);
  expect([...clickRow(one, { position: 1, shift: false, idAt }).ids]).toEqual([]);
});

it('chooses a range with Shift, in either direction', () => {
  const one = clickRow(nothingSelected, { position: 2, shift: false, idAt });
  expect([...clickRow(one, { position: 0, shift: true, idAt }).ids].sort()).toEqual(['a', 'b', 'c']);
});
